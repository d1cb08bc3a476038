import { isSpelled } from "../letters/capitals.ts";
import { joined } from "../numbers/numeral.ts";
import { spelled } from "../letters/spelling.ts";
import type { Rule } from "../rule.ts";

/** Codes of capitals and numbers joined by at least two hyphens: `AB-1234-XY`, `INV-2024-0042`. */
const serial: Rule = {
  kind: "id",
  switch: "numbers",
  first: ["letter", "digit"],
  pattern:
    /(?<![\p{L}\p{N}_][-.]?)(?!\d{4}-\d\d-\d\dT)(?=[A-Z\d-]{0,40}[A-Z])(?=[A-Z\d-]{0,40}\d)[A-Z\d]{1,8}(?:-[A-Z\d]{1,8}){2,5}(?![\p{L}\p{N}_-])/uy,
  read: ([code], place) => {
    const verbaliser = place.verbaliser();
    if (verbaliser === null) return null;
    const runs = code.match(/[A-Z]+|\d+/g) ?? [];
    return joined(
      verbaliser,
      runs.map((run) => {
        if (/\d/.test(run))
          return run.length < 3 && !run.startsWith("0")
            ? verbaliser.cardinal(run)
            : verbaliser.digits(run);
        return !place.spellLetters || (run.length > 1 && !isSpelled(run, place))
          ? run
          : spelled(run);
      }),
    );
  },
};

/** Codes of letters and numbers. */
export const serialRules: readonly Rule[] = [serial];

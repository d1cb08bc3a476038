import { isSpelled } from "../letters/capitals.ts";
import { joined } from "../numbers/numeral.ts";
import { spelled } from "../letters/spelling.ts";
import type { Rule } from "../rule.ts";

/**
 * Codes of capitals and numbers joined by at least two hyphens, and of letters before a long number: `AB-1234-XY`,
 * `BK-20251105`.
 */
const serial: Rule = {
  kind: "id",
  switch: "numbers",
  first: ["letter", "digit"],
  pattern:
    /(?<![\p{L}\p{N}_][-.]?)(?!\d{4}-\d\d-\d\dT)(?=[A-Z\d-]{0,40}[A-Z])(?=[A-Z\d-]{0,40}\d)(?:[A-Z\d]{1,8}(?:-[A-Z\d]{1,8}){2,5}|[A-Z]{1,5}-\d{5,12})(?![\p{L}\p{N}_-])/uy,
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

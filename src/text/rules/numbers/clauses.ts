import { joined, spokenNumber } from "./numeral.ts";
import type { Rule } from "../rule.ts";

/** Numbers of clauses with letters and numbers in brackets: `401(k)`, `501(c)(3)`, `Section 12(a)`. */
const clause: Rule = {
  kind: "letters",
  switch: "numbers",
  first: ["digit"],
  pattern: /(?<![\p{L}\d.,:/-])(\d{1,4})(\([a-z]\)(?:\((?:[a-z]|\d{1,2})\)){0,2})(?![\p{L}\d(^])/uy,
  read: ([, digits = "", parts = ""], place) => {
    const verbaliser = place.verbaliser();
    if (verbaliser === null) return null;
    const isPair = verbaliser.language === "en" && /^[1-9]0[1-9]$/.test(digits);
    const number = isPair
      ? `${verbaliser.cardinal(digits.slice(0, 1))} oh ${verbaliser.cardinal(digits.slice(2))}`
      : spokenNumber(verbaliser, digits);
    const rest = parts.match(/[a-z]|\d{1,2}/g) ?? [];
    return joined(verbaliser, [
      number,
      ...rest.map((part) => (/\d/.test(part) ? spokenNumber(verbaliser, part) : part)),
    ]);
  },
};

/** Names of standards: a letter, a dot and three digits, as in `H.264`. */
const standard: Rule = {
  kind: "letters",
  switch: "numbers",
  first: ["letter"],
  pattern: /(?<![\p{L}\p{N}._/@-])([A-Z])\.(\d{3})(?![\p{L}\p{N}@]|[.,:/-]\d)/uy,
  read: ([, name = "", digits = ""], place) => {
    const verbaliser = place.verbaliser();
    return verbaliser && `${name} ${verbaliser.digits(digits)}`;
  },
};

/** Numbers of clauses and standards. */
export const clauseRules: readonly Rule[] = [clause, standard];

import type { Rule } from "../rule.ts";

const LETTERS = Array.from("αβγδεζηθικλμνξπρστυφχψω");
const NAMES =
  "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi omega";
const BY_LETTER: ReadonlyMap<string, string> = new Map(
  NAMES.split(" ").map((name, index): [string, string] => [LETTERS[index] ?? "", name]),
);
const GREEK_WORD = /\p{Script=Greek}{2}/u;

/** Single Greek letters among letters of another script, spoken by their names: `π`, `ΔT`, `σ = 2`. */
const letter: Rule = {
  kind: "letters",
  switch: "abbreviations",
  first: ["letter"],
  pattern: /(?<!\p{Script=Greek})[αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΦΨΩ](?!\p{Script=Greek})/uy,
  read([written], place) {
    const { before, after } = place;
    if (GREEK_WORD.test(before) || GREEK_WORD.test(after)) return null;
    const name = place.verbaliser() && BY_LETTER.get(written.toLowerCase());
    if (name == null) return null;
    const left = /[\p{L}\p{N}]$/u.test(before) ? " " : "";
    return `${left}${name}${/^[\p{L}\p{N}]/u.test(after) ? " " : ""}`;
  },
};

/** Letters of Greek in formulas. */
export const greekRules: readonly Rule[] = [letter];

import { commandWord } from "./latexWords.ts";
import { between, joined, spokenNumber } from "./numeral.ts";
import type { Rule } from "../rule.ts";

/** Factorials: `5! = 120`. */
const factorial: Rule = {
  kind: "math",
  switch: "numbers",
  first: ["sign"],
  pattern: /!(?<=\d!)(?= ?[=×÷/*\u2212)]| [-+] )/uy,
  read: (_match, place) => {
    const verbaliser = place.verbaliser();
    const word = verbaliser && commandWord("factorial", verbaliser.language);
    return word && `${verbaliser?.language === "zh" ? "" : " "}${word}`;
  },
};

/** Charges of ions and electrons: `Fe³⁺`, `Na⁺`, `e⁻`, `SO₄²⁻`. */
const ion: Rule = {
  kind: "math",
  switch: "numbers",
  first: ["letter", "sign"],
  pattern:
    /(?:(?<![\p{L}\p{N}])([A-Z][a-z]?|e)|(?<=[A-Za-z\d\u2080-\u2089)\]]))([²³\u2074-\u2079]?)([⁺⁻])(?![⁰¹²³\u2074-\u2079])/uy,
  read: ([, element = "", digit = "", sign], place) => {
    const verbaliser = place.verbaliser();
    if (verbaliser === null) return null;
    const count = digit === "" ? "" : spokenNumber(verbaliser, digit.normalize("NFKC"));
    const charge = verbaliser.operators[sign === "⁺" ? "+" : "-"];
    const words = joined(verbaliser, [element, count, charge]);
    return element === "" && verbaliser.language !== "zh" ? ` ${words}` : words;
  },
};

/** `5 % 2`: the rest of a division. */
const modulo: Rule = {
  kind: "math",
  switch: "numbers",
  first: ["sign"],
  pattern: /%(?<=\d %)(?= \d)/uy,
  read: (_match, place) => {
    const verbaliser = place.verbaliser();
    return verbaliser && commandWord("mod", verbaliser.language);
  },
};

/** The exponent after a bracket: `(-2)³`. */
const bracketPower: Rule = {
  kind: "math",
  switch: "numbers",
  first: ["sign"],
  pattern: /(?<=[)\]])[²³]/uy,
  read: ([sign], place) => {
    const verbaliser = place.verbaliser();
    if (verbaliser === null) return null;
    const words = verbaliser.operators[sign === "²" ? "²" : "³"];
    return between(words, { verbaliser, before: place.before, after: place.after });
  },
};

/** Signs after an operand. */
export const suffixRules: readonly Rule[] = [factorial, ion, modulo, bracketPower];

import type { Operator } from "../../speak/verbaliser.ts";
import { latexRules } from "./latex.ts";
import { amountOf, between, joined, NUMBER, spokenNumber } from "./numeral.ts";
import type { Place, Rule } from "../rule.ts";
import { suffixRules } from "./suffixes.ts";

const OPERATORS: Readonly<Record<string, Operator>> = {
  "+": "+",
  "-": "-",
  "\u2212": "-",
  "–": "-",
  "×": "×",
  "\u22c5": "×",
  "·": "×",
  "*": "×",
  "÷": "÷",
  "/": "÷",
  "=": "=",
  "==": "=",
  "!=": "≠",
  "≠": "≠",
  "≈": "≈",
  ">": ">",
  "<": "<",
  ">=": "≥",
  "≥": "≥",
  "<=": "≤",
  "≤": "≤",
  "±": "±",
  "√": "√",
};
/** The text before an operator: a number, a single letter, or a closing bracket. */
const LEFT =
  /(?:[\d)\]%!°½¼¾\u2070-\u2079²³]|(?<!(?!\p{Script=Han})[\p{L}\p{M}\p{N}'])[A-Za-zα-ω]|(?<!(?!\p{Script=Han})\p{L})\d[A-Za-z]) ?$/u;
/** The text after an operator: a number, a single letter, or an opening bracket. */
const RIGHT =
  /^ ?(?:[-+±\u2212] ?)?(?:\(? ?\.?\d|√|\(|\(? ?[A-Za-zα-ω]{1,2}[²³^_]|\(? ?[A-Za-zα-ω](?!(?!\p{Script=Han})[\p{L}\p{M}']))/u;
const LEFT_WORD = /[\p{L}\p{N})!%] ?$/u;
const RIGHT_WORD = /^ ?[\p{L}\p{N}(?]/u;
/** The text before an operator without a left operand. */
const UNARY_BEFORE =
  /(?:^|[\n(,;:\uff0c\u3001\u3002\uff1a\uff08] ?|(?<!\p{L})(?:is|are|was|were|be|if|aged?|ages|over|with|within|under|for|of|at|to|in|had|has|have|and|or|umur|dengan|dalam|pada) )$/iu;
const EQUATION = /[=+×÷*]/;

/** Operators between numbers or single letters: `2 + 2 = 4`, `x > 5`. */
const operator: Rule = {
  kind: "math",
  switch: "numbers",
  first: ["sign"],
  pattern: /(?:==|!=|>=|<=|[-+\u2212–×\u22c5·*÷/=≠≈><≥≤±√])(?![=>+<*/])/uy,
  read: ([sign], place) => {
    const name = OPERATORS[sign];
    if (name === undefined || !isOperator(name, sign, place)) return null;
    const verbaliser = place.verbaliser();
    if (verbaliser === null) return null;
    const { before, after } = place;
    return between(withoutCopula(verbaliser.operators[name], place), {
      verbaliser,
      before,
      after,
    });
  },
};

/** Removes the "is" of an operator where the text has one already (`is ≤ 5`), or where there is no left operand (`>18`). */
function withoutCopula(words: string, { before, after }: Place): string {
  // "takes >30s": a sign that touches its number only bounds it.
  const isBound = /\p{Ll}{2} $/u.test(before) && /^\d/.test(after);
  const hasCopula =
    isBound || UNARY_BEFORE.test(before) || /(?<!\p{L})(?:is|are|was|were|be) $/u.test(before);
  return hasCopula ? words.replace(/^is /, "") : words;
}

/** Returns whether the text around a sign makes it an operator. */
function isOperator(name: Operator, sign: string, place: Place): boolean {
  const { before, after } = place;
  const [left, right] = [LEFT.test(before), RIGHT.test(after)];
  switch (name) {
    case "√":
      return right;
    case "×":
      return /[*·]/.test(sign) ? left && right : right;
    case "+":
      return left && right && /\d|=/.test(near(place));
    case "-":
      return left && right && isMinus(sign, place);
    case "÷":
      return sign === "÷" ? right : left && right && isDivision(place);
    case "=":
    case ">":
    case "<":
      if (name !== "=" && UNARY_BEFORE.test(before)) return /^ ?\d/.test(after);
      return (
        (left && RIGHT_WORD.test(after)) || (right && LEFT_WORD.test(before)) || (left && right)
      );
    default:
      return right;
  }
}

/** `70-79 = B`: the grade of a range of marks. */
const GRADE_AFTER = /^\d{1,3} ?= ?[A-G][+-]?(?![\p{L}\d])/u;

/** Returns whether a sign is a minus: it has blanks or is in an equation. In `F-16` and `10-5` it is a hyphen. */
function isMinus(sign: string, place: Place): boolean {
  if (sign === "\u2212") return true;
  const isSpaced = place.before.endsWith(" ") && place.after.startsWith(" ");
  if (GRADE_AFTER.test(place.after)) return false;
  // "t-o-t" is no equation, whatever stands beside it.
  if (/\p{L}$/u.test(place.before) && /^\p{L}/u.test(place.after) && !near(place).includes("="))
    return false;
  if (EQUATION.test(near(place))) return isSpaced || !place.before.endsWith(" ");
  return isSpaced && sign === "-" && /\d $/.test(place.before) && /^ \d/.test(place.after);
}

function isDivision(place: Place): boolean {
  const isSpaced = place.before.endsWith(" ") && place.after.startsWith(" ");
  const isBetweenDigits = /\d ?$/.test(place.before) && /^ ?\d/.test(place.after);
  if (!isBetweenDigits)
    return near(place).includes("=") && /\d ?$|^ ?\d/.test(place.after.slice(0, 2));
  return isSpaced || /^\d{1,9} ?=/.test(place.after);
}

/** Returns the text of the expression around an operator. */
function near({ before, after }: Place): string {
  return before.slice(-16) + after.slice(0, 16);
}

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
/** Powers of a number or a letter: `10²`, `x^2`, `2^{10}`. */
const power: Rule = {
  kind: "math",
  switch: "numbers",
  first: ["digit", "letter"],
  pattern: new RegExp(
    String.raw`(?:(${NUMBER})|(?<!(?![\p{Script=Greek}\p{Script=Han}])[\p{L}\p{M}'])([A-Za-z]{1,2}|π))(?:(⁻?[${SUPERSCRIPTS}]{1,5}(?![⁺⁻${SUPERSCRIPTS}]))|\^(?:(-?\d{1,4}|[a-z](?!\p{L}))|\{(-?\w{1,8})\}|\((-?\w{1,8})\)))`,
    "uy",
  ),
  read: ([, number, letter, raised, ...plain], place) => {
    const verbaliser = place.verbaliser();
    if (verbaliser === null) return null;
    const base =
      number === undefined ? (letter ?? "").replace("π", "pi") : spokenNumber(verbaliser, number);
    const exponent =
      raised === undefined ? plain.find((text) => text !== undefined) : lowered(raised);
    if (exponent === "1" && raised !== undefined) return base;
    const named = exponent === "2" ? "²" : exponent === "3" ? "³" : null;
    if (named !== null) return joined(verbaliser, [base, verbaliser.operators[named]]);
    const words = /\d/.test(exponent ?? "")
      ? spokenNumber(verbaliser, exponent ?? "")
      : (exponent ?? "");
    if (verbaliser.language === "zh") return joined(verbaliser, [base, "的", words, "次方"]);
    return joined(verbaliser, [base, verbaliser.operators["^"], words]);
  },
};

/** Replaces superscript digits by digits. */
function lowered(raised: string): string {
  return Array.from(raised, (sign) => (sign === "⁻" ? "-" : SUPERSCRIPTS.indexOf(sign))).join("");
}

/** Numbers in scientific notation: `1.5e10`. */
const scientific: Rule = {
  kind: "math",
  switch: "numbers",
  first: ["digit"],
  pattern: /(\d{1,9}(?:\.\d{1,15})?)[eE]([-+]?\d{1,3})(?![\p{Script=Latin}\d]|\.\d)/uy,
  read: ([, digits = "", exponent = ""], place) => {
    const verbaliser = place.verbaliser();
    if (verbaliser === null) return null;
    const raised = spokenNumber(verbaliser, exponent.replace("+", ""));
    const ten = verbaliser.cardinal("10");
    const power =
      verbaliser.language === "zh"
        ? [ten, "的", raised, "次方"]
        : [ten, verbaliser.operators["^"], raised];
    return joined(verbaliser, [
      spokenNumber(verbaliser, digits),
      verbaliser.operators["×"],
      ...power,
    ]);
  },
};

/** Trigonometric functions of an angle: `sin30°`. */
const trigonometry: Rule = {
  kind: "math",
  switch: "numbers",
  first: ["letter"],
  pattern: /(?<![A-Za-z\d])(sin|cos|tan|cot)(\d{1,3}) ?°(?![A-Za-z])/uy,
  read: ([, name = "", whole = ""], place) => {
    const verbaliser = place.verbaliser();
    return verbaliser && `${name} ${verbaliser.measure(amountOf(whole), "°")}`;
  },
};

/** Letters with an index: `x_1`. */
const indexed: Rule = {
  kind: "math",
  switch: "numbers",
  first: ["letter"],
  pattern: /([A-Za-z])_(\d{1,3})(?![\p{L}\p{N}_])/uy,
  read: ([, letter = "", digits = ""], place) => {
    const verbaliser = place.verbaliser();
    return verbaliser === null ? null : `${letter} ${verbaliser.cardinal(digits)}`;
  },
};

/** The minus after a letter in an equation: `x-1=0`. Elsewhere a letter, a hyphen and a number are a name (`F-16`). */
const letterMinus: Rule = {
  kind: "math",
  switch: "numbers",
  first: ["letter"],
  pattern: /([A-Za-z])-(?=\d{1,9}(?!\p{L}))/uy,
  read: ([, letter = ""], place) => {
    const verbaliser =
      /^\d{1,9}(?:\.\d{1,9})?(?: ?[+*/×÷=<>]| - )/.test(place.after) ||
      /[=<>] ?$/.test(place.before)
        ? place.verbaliser()
        : null;
    return verbaliser === null
      ? null
      : joined(verbaliser, [letter, verbaliser.operators["-"]]) +
          (verbaliser.language === "zh" ? "" : " ");
  },
};

export const mathsRules: readonly Rule[] = [
  ...latexRules,
  letterMinus,
  ...suffixRules,
  trigonometry,
  scientific,
  power,
  indexed,
  operator,
];

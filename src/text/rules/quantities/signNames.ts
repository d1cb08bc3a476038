import { currencyAt } from "./currencySigns.ts";
import type { Verbaliser } from "../../speak/verbaliser.ts";
import { amountOf, between, withoutNumber } from "../numbers/numeral.ts";
import type { Place, Rule } from "../rule.ts";

/** English names of signs that are mentioned: "the # key". */
const NAMES: Readonly<Record<string, string>> = {
  "@": "at",
  "#": "hash",
  $: "dollar",
  "%": "percent",
  "&": "ampersand",
  "*": "asterisk",
  "+": "plus",
  "=": "equals",
  "~": "tilde",
  "^": "caret",
  _: "underscore",
  "|": "pipe",
  "\\": "backslash",
  "/": "slash",
};
const NAMED_AFTER = /^ (?:sign|symbol|key|button|character|mark)s?(?!\p{L})/iu;

/** Mentioned signs: `the # key`, `the & sign`. */
const named: Rule = {
  kind: "social",
  switch: "abbreviations",
  first: ["sign"],
  pattern: /(?<=(?:^|[\s"'(]))[@#$%&*+=~^_|\\/](?=["')]? \p{L})/uy,
  read([sign], place) {
    const isNamed = NAMED_AFTER.test(place.after.replace(/^["')]/, ""));
    return isNamed && place.verbaliser()?.language === "en" ? (NAMES[sign] ?? null) : null;
  },
};

/** Signs of currencies without a number: `€`, `₩`. */
const currency: Rule = {
  kind: "money",
  switch: "numbers",
  first: ["sign"],
  pattern: /[£€¥￥₩₹₱₫฿₿](?! ?\d)/uy,
  read([sign], place) {
    const name = currencyName(sign, place);
    if (name === null) return null;
    const left = /[\p{Script=Latin}\d]$/u.test(place.before) ? " " : "";
    return `${left}${name}${/^[^\s.,;:!?)\p{Script=Han}]/u.test(place.after) ? " " : ""}`;
  },
};

/** Returns the name of a currency in the singular. */
function currencyName(sign: string, place: Place): string | null {
  const verbaliser = place.verbaliser();
  if (verbaliser === null) return null;
  const one = amountOf("1");
  const words = verbaliser.money(one, currencyAt(sign, place, verbaliser.language));
  return withoutNumber(words, verbaliser.cardinal("1"));
}

/** Operators that no rule of numbers has read: `x += 1`, `i++`, `3/$10`, `a ± b`. */
const joiner: Rule = {
  kind: "math",
  switch: "numbers",
  first: ["sign"],
  pattern:
    /(?:[-+*/]=(?=\s?[\w(])(?<=[\w)\]] ?..)|\+\+(?<=[\p{L}\p{N})\]]..)(?!\+)|\/(?<=\d.)(?=[$\u00a3\u20ac]\d|RM ?\d)|\u00b1|\u221e)/uy,
  read([sign], place) {
    const verbaliser = place.verbaliser();
    if (verbaliser === null) return null;
    const { before, after } = place;
    return between(joinerName(sign, verbaliser), { verbaliser, before, after });
  },
};

const INFINITY: Readonly<Record<string, string>> = { ms: "tak terhingga", zh: "无穷大" };
const FOR: Readonly<Record<string, string>> = { en: "for", ms: "untuk" };

/** Returns the words of an operator. */
function joinerName(sign: string, verbaliser: Verbaliser): string {
  const { operators, words } = verbaliser;
  if (sign === "\u221e") return INFINITY[verbaliser.language] ?? "infinity";
  if (sign === "\u00b1") return operators["±"];
  if (sign === "/") return FOR[verbaliser.language] ?? "";
  if (sign === "++") return `${words.plus} ${words.plus}`;
  const first = {
    "-": operators["-"],
    "+": operators["+"],
    "*": operators["×"],
    "/": operators["÷"],
  };
  return `${Object.entries(first).find(([mark]) => sign.startsWith(mark))?.[1] ?? ""} ${operators["="]}`;
}

/** The minus of a grade: `a B- in maths`. */
const grade: Rule = {
  kind: "letters",
  switch: "abbreviations",
  first: ["sign"],
  pattern:
    /-(?<=(?:^|[^\p{L}\p{N}'-])[A-F]-)(?=[,.;)]|$| (?:in|and|or|grade|average|student|on)(?!\p{L}))/uy,
  read: (_match, place) => {
    const verbaliser = place.verbaliser();
    return verbaliser?.language === "en" ? ` ${verbaliser.operators["-"]}` : null;
  },
};

/** English names of mathematical signs. In other languages these signs are not spoken. */
const MATHS: Readonly<Record<string, string>> = {
  "\u2211": "the sum of",
  "\u222b": "the integral of",
  "\u2202": "partial",
  "\u2207": "nabla",
  "\u2208": "in",
  "\u2209": "not in",
  "\u2205": "the empty set",
  "\u2234": "therefore",
  "\u2245": "is congruent to",
  "\u221d": "is proportional to",
  "\u2200": "for all",
  "\u2203": "there exists",
  "\u222a": "union",
  "\u2229": "intersection",
  "\u2282": "is a subset of",
  "\u2286": "is a subset of",
  "\u2220": "angle",
  "\u22a5": "is perpendicular to",
  "\u2225": "is parallel to",
};

const mathsSign: Rule = {
  kind: "math",
  switch: "numbers",
  first: ["sign"],
  pattern:
    /[\u2211\u222b\u2202\u2207\u2208\u2209\u2205\u2234\u2245\u221d\u2200\u2203\u222a\u2229\u2282\u2286\u2220\u22a5\u2225]/uy,
  read([sign], place) {
    const verbaliser = place.verbaliser();
    const name = MATHS[sign];
    if (verbaliser?.language !== "en" || name === undefined) return null;
    return between(name, { verbaliser, before: place.before, after: place.after });
  },
};

/** Signs that are spoken by their names, because no number is beside them. */
export const signNameRules: readonly Rule[] = [named, currency, grade, joiner, mathsSign];

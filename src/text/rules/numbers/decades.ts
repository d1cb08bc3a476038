import { chineseRule } from "../chineseRule.ts";
import type { Rule } from "../rule.ts";

/** Ranges of decades: `1960s-80s`, `1960s-1980s`. */
const decades: Rule = {
  kind: "range",
  switch: "numbers",
  first: ["digit"],
  pattern: /((?:1\d|20)\d0)'?s ?[-\u2013] ?'?((?:1\d|20)?\d0)'?s(?!\p{L}|\d)/uy,
  read: ([, first = "", last = ""], place) => {
    const verbaliser = place.verbaliser("en");
    return verbaliser && verbaliser.range(verbaliser.decade(first), verbaliser.decade(last));
  },
};

/** `1980s`, `'90s`, `the 90s`, `in her 20s`. */
const englishDecade: Rule = {
  kind: "number",
  switch: "numbers",
  first: ["digit", "sign"],
  pattern: /(')?((?:1\d|20)\d0(?: (?=s))?|[1-9]0)'?s(?!\p{L}|\d)/uy,
  read: ([, quote, digits = ""], place) => {
    const hasCue =
      /(?<!\p{L})(?:the|early|mid|late|his|her|their|my|your|our|mid-|late-|early-|to|and) ?$|(?:\d0'?s,|\d0'?s, and|\d0'?s &) $/iu;
    const isNamed =
      /^ (?:music|disco|era|style|fashion|hits?|songs?|movies?|kids?|rock|pop|vibes?|icons?|revival)(?!\p{L})/u;
    const isSure = quote !== undefined || hasCue.test(place.before) || isNamed.test(place.after);
    if (digits.length === 2 && !isSure) return null;
    return place.verbaliser("en")?.decade(digits.trim()) ?? null;
  },
};

/** `1980-an`, `90-an`. */
const malayDecade: Rule = {
  kind: "number",
  switch: "numbers",
  first: ["digit"],
  pattern: /((?:1\d|20)\d0|[1-9]0)-?an(?!\p{L}|\d)/uy,
  read: ([, digits = ""], place) => place.verbaliser("ms")?.decade(digits) ?? null,
};

/** The generation that was born in a decade: `90后`. */
const generation = chineseRule({
  kind: "number",
  pattern:
    /(?<![\d.,])(?:(?:19|20)\d0|[5-9][05]|0[05]|10)(?=(?:、[5-9]0)?[后後](?!\s?\d(?!\d?[后後])))/uy,
  read: ([digits], verbaliser) => verbaliser.digits(digits),
});

/** `80年代`. */
const chineseDecade = chineseRule({
  kind: "number",
  pattern: /((?:1\d|20)\d0|\d0)(?=\s?年代)/uy,
  read: ([, digits = ""], verbaliser) => verbaliser.decade(digits),
});

/** `the 00s`, `100s of people`, `10,000s of`. */
const hundreds: Rule = {
  kind: "number",
  switch: "numbers",
  first: ["digit"],
  pattern: /(?:(?<=\bthe )00|10{2,6}(?=s of )|10{0,2},000(?=s of ))s(?!\p{L}|\d)/iuy,
  read: ([written], place) => place.verbaliser("en")?.decade(written.replace(/[,s]/gi, "")) ?? null,
};

const QUARTERS = ["first", "second", "third", "fourth"];
/** A quarter or a half of a year in reports: `2Q22`, `1H23`. */
const partOfYear: Rule = {
  kind: "date",
  switch: "numbers",
  first: ["digit"],
  pattern: /(?:([1-4])(Q)|([12])(H))((?:20)?\d\d)(?![\p{L}\d]|[.,:/]\d)/uy,
  read: ([, quarter, , half = "", , year = ""], place) => {
    const verbaliser = place.verbaliser();
    if (verbaliser?.language !== "en") return null;
    const name = QUARTERS[Number(quarter ?? half) - 1] ?? "";
    const article = /\b(?:the|this|that|last|next) $/i.test(place.before) ? "" : "the ";
    return `${article}${name} ${quarter === undefined ? "half" : "quarter"} of ${verbaliser.year(year)}`;
  },
};

/** Decades of several languages, and parts of a year, in the order in which they are tried. */
export const decadeRules: readonly Rule[] = [
  decades,
  partOfYear,
  hundreds,
  englishDecade,
  malayDecade,
  chineseDecade,
  generation,
];

import { BEFORE_MINUS } from "./number.ts";
import { amountOf, between, joined, spokenNumber } from "./numeral.ts";
import type { Place, Rule } from "../rule.ts";
import { isYear } from "./year.ts";

const VULGAR: Readonly<Record<string, readonly [string, string]>> = {
  "½": ["1", "2"],
  "⅓": ["1", "3"],
  "⅔": ["2", "3"],
  "¼": ["1", "4"],
  "¾": ["3", "4"],
  "⅕": ["1", "5"],
  "⅖": ["2", "5"],
  "⅗": ["3", "5"],
  "⅘": ["4", "5"],
  "⅙": ["1", "6"],
  "⅚": ["5", "6"],
  "⅐": ["1", "7"],
  "⅛": ["1", "8"],
  "⅜": ["3", "8"],
  "⅝": ["5", "8"],
  "⅞": ["7", "8"],
  "⅑": ["1", "9"],
  "⅒": ["1", "10"],
};
const SIGNS = Object.keys(VULGAR).join("");
/** After these a number with a slash is a road or a house. */
export const ADDRESS =
  /(?<!\p{L})(?:jalan|jln\.?|lorong|lrg\.?|persiaran|seksyen|section|lot|no\.?|unit|blok|block|rumah|fasa|taman|usj|ss|pju) ?\d{0,2} ?$/iu;
/** The same with a name between: `Jalan Bukit 3/4`. */
const NAMED_ROAD =
  /(?<!\p{L})(?:Jalan|Jln\.?|Lorong|Lrg\.?|Persiaran|Lebuh)(?: \p{Lu}[\p{L}'.]{0,15}){1,3} $/u;
/** Pairs of numbers that are said one after the other: around the clock, and shares of a hundred. */
/** Before the month and the year of a card. */
const EXPIRY =
  /(?<!\p{L})(?:exp(?:\.|ires?|iry)?|expiration|valid (?:thru|until|to)|good thru)(?: date)?:? $/iu;
/** Before numbers of two things of one name: `Windows 10/11`. */
const NAMED_TWICE =
  /(?<!\p{L})(?:windows|android|ios|versions?|grades?|years?|forms?|chapters?|days?|levels?|ages?|iphones?|classes|rooms?|pages) $/iu;
const PAIR = /^(?:24\/7|50\/50|60\/40|80\/20|70\/30|7\/11|9\/11|20\/20)$/;

/** After these a slash stands between a part and the whole: `rated 8/10`, `step 1/5`. */
const OUT_OF =
  /(?<!\p{L})(?:rated?|rating|scor(?:e|ed|es|ing)|gave|give|gets?|got|marks?|pages?|steps?|slides?|parts?|questions?|episodes?|levels?|markah|skor|dapat|mendapat|beri|muka surat|halaman|langkah|bahagian|soalan|episod)(?: a| an| is| was|:)? $/iu;

/** `½`, `2½`. */
const vulgar: Rule = {
  kind: "fraction",
  switch: "numbers",
  first: ["digit", "sign"],
  pattern: new RegExp(`(\\d{0,9}) ?([${SIGNS}])( ?%)?`, "uy"),
  read: ([, whole = "", sign = "", percent], place) => {
    const [top, bottom] = VULGAR[sign] ?? [];
    const verbaliser = place.verbaliser();
    if (verbaliser === null || top === undefined || bottom === undefined) return null;
    const spoken =
      whole === "" ? verbaliser.fraction(top, bottom) : verbaliser.mixed(whole, top, bottom);
    if (percent !== undefined) {
      const five = verbaliser.percent(amountOf("5"));
      return five.replace(verbaliser.cardinal("5"), spoken);
    }
    return between(spoken, { verbaliser, before: "", after: tight(place.after) });
  },
};

/** `1/2`, `3/4`, `50/50`, `2019/20`. */
const slashed: Rule = {
  kind: "fraction",
  switch: "numbers",
  first: ["digit"],
  pattern:
    /(?<![\d/.,])([1-9]\d{0,5}) ?[/\u2044] ?([1-9]\d{0,5})(?:(?:st|nd|rd|th)s?(?!\p{L}))?(?![\d/\u2044]|[.,:-]\d)/iuy,
  read: ([written, top = "", bottom = ""], place) => {
    const blanks = written.includes(" ");
    const division = /^\s?=/.test(place.after) && Number(top) > Number(bottom);
    const verbaliser = division ? null : place.verbaliser();
    if (
      verbaliser === null ||
      (blanks && (verbaliser.language !== "zh" || Number(top) >= Number(bottom)))
    ) {
      return null;
    }
    const spaced = (words: string): string =>
      between(words, { verbaliser, before: "", after: tight(place.after) });
    if (verbaliser.language === "zh" && ADDRESS.test(place.before)) {
      return `${verbaliser.cardinal(top)}杠${verbaliser.cardinal(bottom)}`;
    }
    const isPair =
      PAIR.test(written) ||
      [ADDRESS, NAMED_ROAD, EXPIRY, NAMED_TWICE].some((before) => before.test(place.before));
    if (isPair)
      return spaced(joined(verbaliser, [verbaliser.cardinal(top), verbaliser.cardinal(bottom)]));
    if (isYear(top) && /^(?:\d\d|\d{4})$/.test(bottom)) {
      return spaced(joined(verbaliser, [verbaliser.year(top), verbaliser.year(bottom)]));
    }
    const part = verbaliser.words.outOf !== "" && (top === bottom || OUT_OF.test(place.before));
    if (part && Number(top) <= Number(bottom)) {
      return spaced(
        joined(verbaliser, [
          spokenNumber(verbaliser, top),
          verbaliser.words.outOf,
          spokenNumber(verbaliser, bottom),
        ]),
      );
    }
    if (bottom === "1")
      return spaced(
        joined(verbaliser, [spokenNumber(verbaliser, top), spokenNumber(verbaliser, bottom)]),
      );
    return spaced(verbaliser.fraction(top, bottom));
  },
};

/** `3.5/10`: a mark with a decimal. */
const decimalMark: Rule = {
  kind: "fraction",
  switch: "numbers",
  first: ["digit"],
  pattern:
    /(?<![\d/.,])(\d{1,3}\.\d{1,2})\/([1-9]\d{0,3}(?:\.\d)?)(?![\p{Script=Latin}\d/]|[.,:-]\d)/uy,
  read: ([, top = "", bottom = ""], place) => {
    const verbaliser = place.verbaliser();
    if (verbaliser === null) return null;
    const [part, whole] = [spokenNumber(verbaliser, top), spokenNumber(verbaliser, bottom)];
    if (verbaliser.language === "zh") return `${whole}分之${part}`;
    return joined(verbaliser, [part, verbaliser.words.outOf, whole]);
  },
};

/** `2 1/2`: a whole number and a fraction below one. */
const mixed: Rule = {
  kind: "fraction",
  switch: "numbers",
  first: ["digit"],
  pattern:
    /(?<![\d/] ?)(?<![.,])([1-9]\d{0,4})(?: |-(?=[1-9]\/[2-9]|\d{1,2}\/(?:8|16|32|64)(?!\d)))([1-9]\d?)[/\u2044]([2-9]|1\d)(?:(?:st|nd|rd|th)s?(?!\p{L}))?(?![\d/]|[.,:-]\d)/iuy,
  read: ([, whole = "", top = "", bottom = ""], place) => {
    const isMixed = Number(top) < Number(bottom) || /^\d\/\d$/.test(`${top}/${bottom}`);
    const verbaliser = isMixed ? place.verbaliser() : null;
    if (verbaliser === null) return null;
    return between(verbaliser.mixed(whole, top, bottom), {
      verbaliser,
      before: "",
      after: tight(place.after),
    });
  },
};

/** `-1/3`, `-百分之5`: the minus; the fraction is the next token. */
const negative: Rule = {
  kind: "fraction",
  switch: "numbers",
  first: ["sign"],
  pattern: /[-\u2212](?=[1-9]\d{0,5}\/[1-9]\d{0,5}(?![\d/.,:-])|[百千万]分之)/uy,
  read: (_, place) => {
    const verbaliser = BEFORE_MINUS.test(place.before) ? place.verbaliser() : null;
    if (verbaliser === null) return null;
    const minusFive = amountOf("-5");
    return verbaliser.amount(minusFive).replace(verbaliser.cardinal("5"), "");
  },
};

/** The text after a token if it is a Latin letter, from which the words must be kept apart. */
function tight(after: Place["after"]): string {
  return /^\p{Script=Latin}/u.test(after) ? after : "";
}

export const fractionRules: readonly Rule[] = [negative, vulgar, mixed, decimalMark, slashed];

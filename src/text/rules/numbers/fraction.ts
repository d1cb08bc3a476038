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
/** Words after which a number with a slash is a road or a house. */
export const ADDRESS =
  /(?<!\p{L})(?:jalan|jln\.?|lorong|lrg\.?|persiaran|seksyen|section|lot|no\.?|unit|blok|block|rumah|fasa|taman|usj|ss|pju) ?\d{0,2} ?$/iu;
/** A road with its name before such a number: `Jalan Bukit 3/4`. */
const NAMED_ROAD =
  /(?<!\p{L})(?:Jalan|Jln\.?|Lorong|Lrg\.?|Persiaran|Lebuh)(?: \p{Lu}[\p{L}'.]{0,15}){1,3} $/u;
/** Words before the month and the year in which a card expires. */
const EXPIRY =
  /(?<!\p{L})(?:exp(?:\.|ires?|iry)?|expiration|valid (?:thru|until|to)|good thru)(?: date)?:? $/iu;
/** Words before the numbers of two things with the same name: `Windows 10/11`. */
const NAMED_TWICE =
  /(?<!\p{L})(?:windows|android|ios|versions?|grades?|years?|forms?|chapters?|days?|levels?|ages?|iphones?|classes|rooms?|pages) $/iu;
/** Pairs of numbers that are spoken one after the other. */
const PAIR = /^(?:24\/7|50\/50|60\/40|80\/20|70\/30|7\/11|9\/11|20\/20)$/;

/** Words after which a slash means "out of": `rated 8/10`, `step 1/5`. */
const OUT_OF =
  /(?<!\p{L})(?:rated?|rating|scor(?:e|ed|es|ing)|gave|give|gets?|got|marks?|pages?|steps?|slides?|parts?|questions?|episodes?|levels?|markah|skor|dapat|mendapat|beri|bagi|kasi|makanan|servis|service|kondisi|condition|overall|review|muka surat|halaman|langkah|bahagian|soalan|episod)(?: a| an| is| was|:)? $/iu;

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
    const isSpaced = written.includes(" ");
    const isDivision = /^\s?=/.test(place.after) && Number(top) > Number(bottom);
    const verbaliser = isDivision ? null : place.verbaliser();
    if (
      verbaliser === null ||
      (isSpaced && (verbaliser.language !== "zh" || Number(top) >= Number(bottom)))
    ) {
      return null;
    }
    const withGap = (words: string): string =>
      between(words, { verbaliser, before: "", after: tight(place.after) });
    if (verbaliser.language === "zh" && ADDRESS.test(place.before)) {
      return `${verbaliser.cardinal(top)}杠${verbaliser.cardinal(bottom)}`;
    }
    const isPair =
      PAIR.test(written) ||
      [ADDRESS, NAMED_ROAD, EXPIRY, NAMED_TWICE].some((before) => before.test(place.before));
    if (isPair)
      return withGap(joined(verbaliser, [verbaliser.cardinal(top), verbaliser.cardinal(bottom)]));
    if (isYear(top) && /^(?:\d\d|\d{4})$/.test(bottom)) {
      return withGap(joined(verbaliser, [verbaliser.year(top), verbaliser.year(bottom)]));
    }
    const isPart = verbaliser.words.outOf !== "" && (top === bottom || OUT_OF.test(place.before));
    if (isPart && Number(top) <= Number(bottom)) {
      return withGap(
        joined(verbaliser, [
          spokenNumber(verbaliser, top),
          verbaliser.words.outOf,
          spokenNumber(verbaliser, bottom),
        ]),
      );
    }
    if (bottom === "1")
      return withGap(
        joined(verbaliser, [spokenNumber(verbaliser, top), spokenNumber(verbaliser, bottom)]),
      );
    return withGap(verbaliser.fraction(top, bottom));
  },
};

/** Scores with decimals: `3.5/10`. */
const decimalScore: Rule = {
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

/** Whole numbers with a fraction below one: `2 1/2`. */
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

/** The minus of a negative fraction, `-1/3` or `-百分之5`; the fraction is the next token. */
const negative: Rule = {
  kind: "fraction",
  switch: "numbers",
  first: ["sign"],
  pattern: /[-\u2212](?=[1-9]\d{0,5}\/[1-9]\d{0,5}(?!\d|[/.,:-]\d)|[百千万]分之)/uy,
  read: (_, place) => {
    const verbaliser = BEFORE_MINUS.test(place.before) ? place.verbaliser() : null;
    if (verbaliser === null) return null;
    const minusFive = amountOf("-5");
    return verbaliser.amount(minusFive).replace(verbaliser.cardinal("5"), "");
  },
};

/** Returns the text after a token if it begins with a Latin letter, which needs a blank before it; otherwise "". */
function tight(after: Place["after"]): string {
  return /^\p{Script=Latin}/u.test(after) ? after : "";
}

export const fractionRules: readonly Rule[] = [negative, vulgar, mixed, decimalScore, slashed];

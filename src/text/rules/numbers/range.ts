import type { Verbaliser } from "../../speak/verbaliser.ts";
import { joined, NUMBER, RANGE_SIGN, spokenNumber, valueOf } from "./numeral.ts";
import { hasScoreCue, SILENT_HYPHEN } from "./ratio.ts";
import type { Place, Rule } from "../rule.ts";
import { isYear } from "./year.ts";

const EQUATION_BEFORE = /[+×÷=*\u2212] ?$/;
/** No equation follows in `70-79 = B`, the marks of a grade. */
const EQUATION_AFTER = /^(?! ?= ?[A-G](?![\p{L}\d])) ?(?:[+×÷=*\u2212]|[-\u2013] ?\d)/u;
const YEAR_CUE =
  /(?<![\p{L}\d])(?:from|in|between|years?|since|during|tahun|dari|antara|sejak)\s$|[(自从在于]\s?$/iu;
/** Words after two numbers that look like years but count things. */
const COUNTED =
  /^\s?(?:people|orang|words?|metres?|meters?|units?|calories|ringgit|dollars?|patah|langkah|[个個人元块米公千克本次件位只条張张名字步度斤家])/iu;

/** Words before working hours, where the second number can be lower: "kerja 9-5". */
const WORK = /(?<!\p{L})(?:kerja|bekerja|buka|shift|office|works?|working|open) $/iu;

/** Ranges of numbers and years: `5-10`, `12 – 18`, `5~10`, `1901-1910`. */
const range: Rule = {
  kind: "range",
  switch: "numbers",
  first: ["digit"],
  pattern: new RegExp(
    String.raw`(?<![\d./:-])(${NUMBER})( ?)${RANGE_SIGN}( ?)(${NUMBER})([xX×](?!\p{L}|\d))?(?![\p{Script=Latin}\d]|[-./:,]\d|-(?:[A-Z]|[a-z]{1,2}(?![a-z])))`,
    "uy",
  ),
  read: ([written, first = "", before = "", after = "", last = "", times], place) => {
    if (before !== after || [first, last].some((end) => /^0\d/.test(end))) return null;
    if (EQUATION_BEFORE.test(place.before) || EQUATION_AFTER.test(place.after)) return null;
    if ([first, last].some((end) => /^\d{10}/.test(end))) return null;
    const spread = valueOf(last) - valueOf(first);
    if (spread <= 0 && before !== "" && !isShortYear(first, last)) return null;
    const verbaliser = place.verbaliser();
    if (verbaliser === null) return null;
    const words = spoken(verbaliser, [first, last, written], place);
    return times === undefined ? words : joined(verbaliser, [words, verbaliser.words.times]);
  },
};

/** Speaks two numbers with a dash: as years, as parts of an address, as a score or as a range. */
function spoken(
  verbaliser: Verbaliser,
  [first, last, written]: readonly [string, string, string],
  place: Place,
): string {
  const next = place.after;
  if (isShortYear(first, last))
    return verbaliser.range(
      verbaliser.year(first),
      verbaliser.language === "zh" ? verbaliser.digits(last) : verbaliser.cardinal(last),
    );
  if (areYears(first, last, place))
    return verbaliser.range(verbaliser.year(first), verbaliser.year(last));
  const [from, to] = [spokenNumber(verbaliser, first, next), spokenNumber(verbaliser, last, next)];
  if (SILENT_HYPHEN.test(place.before) && !/[ \u2013]/.test(written))
    return joinedParts(verbaliser, from, to);
  if (first === "50" && last === "50") return joined(verbaliser, [from, to]);
  const isFalling = valueOf(last) <= valueOf(first) && !WORK.test(place.before);
  const isScore = hasScoreCue(place);
  if (isFalling && !isScore && first.length > 2) return joinedParts(verbaliser, from, to);
  if (isFalling || isScore) return ratioOf(verbaliser, first, last);
  return verbaliser.range(from, to);
}

function joinedParts(verbaliser: Verbaliser, from: string, to: string): string {
  return verbaliser.language === "zh" ? `${from}杠${to}` : `${from}, ${to}`;
}

function ratioOf(verbaliser: Verbaliser, first: string, last: string): string {
  const blank = verbaliser.language === "zh" ? "" : " ";
  return [
    spokenNumber(verbaliser, first),
    verbaliser.words.ratio,
    spokenNumber(verbaliser, last),
  ].join(blank);
}

/** Returns whether the second number is a year without its century: `2019-20`, `1939-45`. */
function isShortYear(first: string, last: string): boolean {
  if (!isYear(first) || !/^\d\d$/.test(last)) return false;
  return Number(last) > Number(first) % 100 || Number(last) === (Number(first) + 1) % 100;
}

/** Returns whether both numbers of a range are years. */
function areYears(first: string, last: string, { before, after }: Place): boolean {
  if (!isYear(first) || !isYear(last) || valueOf(last) < valueOf(first)) return false;
  if (/^\s?年(?!代)/.test(after)) return true;
  if (COUNTED.test(after)) return false;
  const round = (digits: string): boolean => digits.endsWith("00") || digits.endsWith("50");
  return YEAR_CUE.test(before) || !(round(first) && round(last));
}

export const rangeRules: readonly Rule[] = [range];

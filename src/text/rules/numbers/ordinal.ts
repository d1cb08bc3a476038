import type { Verbaliser } from "../../speak/verbaliser.ts";
import { joined, RANGE_SIGN } from "./numeral.ts";
import { romanValue } from "./roman.ts";
import type { Place, Rule } from "../rule.ts";

/** English ordinals, in a text of any language: `22nd`, `1,000th`, `1st-3rd`. */
const english: Rule = {
  kind: "ordinal",
  switch: "numbers",
  first: ["digit"],
  pattern:
    /(\d{1,3}(?:,\d{3}){1,4}|\d{1,15})(st|nd|rd|th)(?:[-\u2013](\d{1,15})(?:st|nd|rd|th))?(?!\p{L}|\d)/iuy,
  read: ([, written = "", suffix = "", last], place) => {
    const verbaliser = place.verbaliser("en");
    if (verbaliser === null) return null;
    const digits = written.replaceAll(",", "");
    const first = verbaliser.ordinal(digits);
    const isWrong = last === undefined && !first.endsWith(suffix.toLowerCase());
    if (isWrong && !isInWords(place))
      return `${verbaliser.cardinal(digits)} ${suffix.toLowerCase()}`;
    return last === undefined ? first : verbaliser.range(first, verbaliser.ordinal(last));
  },
};

/** Returns whether an ordinal with a wrong suffix is beside words, `my 21th birthday`, where it is spoken as an ordinal. */
function isInWords({ before, after }: Place): boolean {
  return /\p{L}[.,:]? $/u.test(before) || /^ \p{L}/u.test(after);
}

/** Malay ordinals: `ke-3`, `ke-XXI`. */
const malay: Rule = {
  kind: "ordinal",
  switch: "numbers",
  first: ["letter"],
  pattern:
    /ke(?:- ?(\d{1,3}(?:,\d{3}){1,4}|\d{1,15})|-?([1-9]\d{0,2})|-([IVXLC]{1,8}))(?![\p{L}\d]|[.,]\d)/iuy,
  read: ([, grouped = "", short = "", roman = ""], place) => {
    const digits = grouped.replaceAll(",", "") || short || String(romanValue(roman) ?? "");
    if (digits === "" || digits.startsWith("0")) return null;
    const spoken = place.verbaliser("ms")?.ordinal(digits);
    return spoken === undefined ? null : likeFirstLetter(place.text[place.start], spoken);
  },
};

function likeFirstLetter(letter: string | undefined, spoken: string): string {
  return letter === "K" ? spoken.charAt(0).toUpperCase() + spoken.slice(1) : spoken;
}

/** The numbers of Chinese ordinals: `第2`, `第3-5页`, `第1、2章`. Here 2 is 二 even before a measure word. */
const chinese: Rule = {
  kind: "ordinal",
  switch: "numbers",
  first: ["digit"],
  pattern: new RegExp(
    String.raw`(?<=第\s?(?:\d{1,4}\s?[、,和与到至]\s?){0,3})(\d{1,15})(?:\s?${RANGE_SIGN}\s?(\d{1,15}))?(?![\p{Script=Latin}\d]|[.,:]\d)`,
    "uy",
  ),
  read: ([, first = "", last], place) => {
    const verbaliser = place.verbaliser();
    if (verbaliser === null) return null;
    const from = spokenPlace(first, verbaliser);
    return last === undefined
      ? from
      : joined(verbaliser, [verbaliser.range(from, spokenPlace(last, verbaliser))]);
  },
};

/** Speaks the number of an ordinal: as a number of any length, but digit by digit with a leading zero. */
function spokenPlace(digits: string, verbaliser: Verbaliser): string {
  return /^0\d/.test(digits) ? verbaliser.digits(digits) : verbaliser.cardinal(digits);
}

export const ordinalRules: readonly Rule[] = [english, malay, chinese];

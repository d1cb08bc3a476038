import type { Verbaliser } from "../../speak/verbaliser.ts";
import { joined, RANGE_SIGN } from "./numeral.ts";
import { romanValue } from "./roman.ts";
import type { Place, Rule } from "../rule.ts";

/** `22nd`, `1,000th`, `1st-3rd`: the marker is English, whatever surrounds it. */
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

/** `my 21th birthday`: a wrong suffix still means an ordinal beside words; alone it is read as it stands. */
function isInWords({ before, after }: Place): boolean {
  return /\p{L}[.,:]? $/u.test(before) || /^ \p{L}/u.test(after);
}

/** `ke-3`, `ke-XXI`: the marker is Malay. */
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

/** `第2`, `第3-5页`, `第1、2章`: always 二, also before a measure word. */
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

/** Ten digits or more are a number too; only a leading zero makes a code of it. */
function spokenPlace(digits: string, verbaliser: Verbaliser): string {
  return /^0\d/.test(digits) ? verbaliser.digits(digits) : verbaliser.cardinal(digits);
}

export const ordinalRules: readonly Rule[] = [english, malay, chinese];

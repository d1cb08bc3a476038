import { groupsOf } from "../../speak/digitGroups.ts";
import type { Verbaliser } from "../../speak/verbaliser.ts";
import { isDialled } from "./dialled.ts";
import { idRules } from "./id.ts";
import { spokenLabel } from "../letters/label.ts";
import type { Reading, Rule } from "../rule.ts";

/** A lookbehind: no digit or letter of the same token is before the number. */
const START = String.raw`(?<![\d_][\-.,:]?)(?<![A-Za-z])`;
const END = String.raw`(?![A-Za-z\d_%°]|[\-.,:]\d)`;

/** Forms of national phone numbers, which need no cue. */
const NATIONAL = [
  // 012-345 6789, (03) 8888 1234, 010-12345678, 0123456789.
  String.raw`(?:\(0\d{1,4}\)[ \-]?|0\d{1,4}[ \-]?)\d{3,4}[ \-]?\d{3,4}`,
  // 86-10-12345678, 021-5555 6666-123.
  String.raw`86[ \-]\d{2,4}[ \-]\d{7,8}|0\d{2,3}-\d{4}[ \-]?\d{4}-\d{1,5}`,
  // 603-2161 8000.
  String.raw`60\d{1,2}-\d{3,4}[ \-]?\d{4}`,
  // 01 23 45 67 89.
  String.raw`0\d(?: \d\d){4}`,
  // 1-800-88-1234, 1300 88 2525.
  String.raw`1[ \-]?(?:[3789]00|600)[ \-]\d{2,3}[ \-]?\d{4}`,
  // 400-800-1234, 400-1234-567.
  String.raw`[48]00-\d{3}-?\d{4}|400-\d{4}-\d{3}`,
  // 13501234567, 135 0123 4567.
  String.raw`1[3-9]\d[ \-]?\d{4}[ \-]?\d{4}`,
  // (415) 555-0100, 415-555-0100, 415.555.0100.
  String.raw`(?:1[ .\-])?(?:\(\d{3}\)[ \-]?|\d{3}[\-. ])\d{3}[\-. ]\d{4}(?:-\d{1,4})?`,
  // 555-0199, which is not a range, because no range has an end with a leading zero.
  String.raw`555-\d{4}|[2-9]\d{2}-0\d{3}`,
].join("|");

/** An extension after a phone number: `x89`, `ext. 45`. */
const EXTENSION = /^,? ?(?:x|ext\.?) ?(\d{1,5})(?![\p{L}\d]|[.,:-]\d)/iu;

/** Phone numbers in one of the NATIONAL forms, with their extension. */
const national: Rule = {
  kind: "phone",
  switch: "phones",
  first: ["digit", "sign"],
  pattern: new RegExp(`${START}(?:${NATIONAL})${END}`, "yu"),
  read([number], place): Reading | string | null {
    const verbaliser = place.verbaliser();
    const count = digitsOf(number).length;
    if (verbaliser === null || !(count === 7 || (count >= 9 && count <= 17))) return null;
    const extension = EXTENSION.exec(place.text.slice(place.end, place.end + 12));
    if (extension === null || verbaliser.language !== "en") return spokenPhone(number, verbaliser);
    const [written, digits = ""] = extension;
    const text = `${spokenPhone(number, verbaliser)}, extension ${verbaliser.digits(digits)}`;
    return { text, length: number.length + written.length };
  },
};

/** Phone numbers with a plus: `+60 3-2161 8000`. */
const international: Rule = {
  kind: "phone",
  switch: "phones",
  first: ["sign"],
  pattern: new RegExp(
    String.raw`${START}\(?\+\)?(\d{1,3})\)?[ \-.]?(?:\(\d{1,4}\)[ \-.]?)?\d{1,14}(?:[ \-.]\d{2,8}){0,5}(?![\d_A-Za-z%]|[,:]\d)`,
    "yu",
  ),
  read([number], place): Reading | null {
    const verbaliser = place.verbaliser();
    const length = internationalLength(number);
    if (verbaliser === null || length === 0) return null;
    // An extension after the number: +1 123-123-5678-1.
    const extension = /^-\d{1,4}(?![\d-])/.exec(
      place.text.slice(place.start + length, place.start + length + 6),
    );
    const end = length + (extension?.[0].length ?? 0);
    return {
      text: spokenPhone(place.text.slice(place.start, place.start + end), verbaliser),
      length: end,
    };
  },
};

/** Most digits after the calling code of a country. */
const LONGEST_NATIONAL: Readonly<Record<string, number>> = {
  "1": 10,
  "7": 10,
  "33": 9,
  "44": 10,
  "60": 10,
  "61": 9,
  "62": 12,
  "63": 10,
  "65": 8,
  "66": 9,
  "81": 10,
  "82": 10,
  "84": 10,
  "86": 11,
  "91": 10,
  "673": 7,
  "852": 8,
  "853": 8,
  "886": 9,
};

/**
 * Returns the length of the phone number without later groups, which belong to the sentence; 0 if it is not a phone
 * number.
 */
function internationalLength(number: string): number {
  const digits = digitsOf(number);
  const prefix = [1, 2, 3]
    .map((size) => digits.slice(0, size))
    .find((each) => each in LONGEST_NATIONAL);
  const trunkZero = number.includes("(0") ? 1 : 0;
  const most = (prefix?.length ?? 3) + (LONGEST_NATIONAL[prefix ?? ""] ?? 12) + trunkZero;
  let end = number.length;
  while (digitsOf(number.slice(0, end)).length > most) {
    end = Math.max(...[" ", "-", "."].map((sign) => number.lastIndexOf(sign, end - 1)), 0);
  }
  return digitsOf(number.slice(0, end)).length >= 7 ? end : 0;
}

/** Short phone numbers after a cue: `call 999`. */
const afterCue: Rule = {
  kind: "phone",
  switch: "phones",
  first: ["digit"],
  pattern: new RegExp(String.raw`${START}\d{3,8}(?:[ \-]\d{4})?${END}`, "yu"),
  read([number], place) {
    const verbaliser = isDialled(number, place.before, place.after) ? place.verbaliser() : null;
    return verbaliser && spokenPhone(number, verbaliser);
  },
};

/** American numbers with letters: 1-800-FLOWERS, 1-800-GO-2-HAUL. */
const lettered: Rule = {
  kind: "phone",
  switch: "phones",
  first: ["digit"],
  pattern: new RegExp(
    String.raw`${START}1-([38]00|8[2-8]{2})-([A-Z]{1,10}(?:-(?:[A-Z]{1,10}|\d{1,4})){0,4})(?![A-Za-z\d_\-])`,
    "yu",
  ),
  read([, prefix = "", letters = ""], place) {
    const verbaliser = place.verbaliser();
    if (verbaliser === null) return null;
    const words = letters
      .split("-")
      .map((word) => (/\d/.test(word) ? verbaliser.digits(word) : spokenLabel(word, verbaliser)));
    const second = prefix.endsWith("00") ? verbaliser.cardinal(prefix) : verbaliser.digits(prefix);
    return `${verbaliser.cardinal("1")}, ${second}, ${words.join(" ")}`;
  },
};

/** Speaks digits one by one, with a pause between groups, without the zero that is dialled only within a country. */
function spokenPhone(number: string, verbaliser: Verbaliser): string {
  const groups = (number.replace("(0)", "").match(/\d+/g) ?? []).flatMap((group) =>
    group.length > 6 ? groupsOf(group, 4) : [group],
  );
  // Chinese says 幺 for 1 in mobile and service numbers, but 一 in numbers with an area code or a calling code.
  const speak = /^\(?[0+]/.test(number) ? verbaliser.digits : verbaliser.phone;
  const words = groups.map((group) => speak(group));
  const isHan = verbaliser.language === "zh";
  const plus = number.includes("+") ? verbaliser.words.plus + (isHan ? "" : " ") : "";
  return plus + words.join(isHan ? "" : ", ");
}

function digitsOf(text: string): string {
  return text.replace(/\D/g, "");
}

/** Identity numbers, codes and phone numbers. */
export const phoneRules: readonly Rule[] = [
  ...idRules,
  international,
  national,
  lettered,
  afterCue,
];

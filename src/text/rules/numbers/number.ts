import type { Verbaliser } from "../../speak/verbaliser.ts";
import { groupedRules } from "./grouped.ts";
import { between, joined, NUMBER, spokenNumber } from "./numeral.ts";
import { scaled } from "./scaled.ts";
import type { Place, Rule } from "../rule.ts";
import { verbaliserIn } from "../verbaliserIn.ts";

/** The text before a minus. After a word, a number or a Han unit of a number the sign is a hyphen or a range. */
export const BEFORE_MINUS =
  /(?:^|[\s([{"'<>=~:;,?!/|\u3001\u3002\uff0c\uff1a\uff1b\uff08]|[到至和与或、]|(?<!\d\s?)\p{Script=Han})$/u;
/** Names of aircraft and rockets before a hyphen and a number. */
const NAME_BEFORE_HYPHEN =
  /(?:[歼轰运直苏图卡强舰]|东风|红旗|长征|米格|鹰击|巨浪|霹雳|神舟|天宫|嫦娥|波音|空客|枭龙|雪龙|型号?)$/u;
/** The hyphen in the name of an aircraft or a rocket, which is silent: `歼-20`. */
const silentHyphen: Rule = {
  kind: "number",
  switch: "numbers",
  first: ["sign"],
  pattern: /-(?=\d{1,4}(?![\d.]|[-/:]\d))/uy,
  read: (_, { before }) => (NAME_BEFORE_HYPHEN.test(before) ? "" : null),
};

/** Negative numbers: `-7`, `−0.5`. */
const negative: Rule = {
  kind: "number",
  switch: "numbers",
  first: ["sign"],
  pattern: new RegExp(
    String.raw`[-\u2212](${NUMBER}|\.\d{1,30}(?!\d))(?![\p{Script=Latin}]|[-/:]\d)`,
    "uy",
  ),
  read: ([written, digits = ""], place) => {
    const isMinus = written.startsWith("\u2212") || BEFORE_MINUS.test(place.before);
    const verbaliser = isMinus ? place.verbaliser() : null;
    if (verbaliser === null) return null;
    if (verbaliser.language === "zh" && /^\s?度/.test(place.after)) {
      return `零下${spokenNumber(verbaliser, digits, place.after)}`;
    }
    return spokenNumber(verbaliser, `-${digits}`, place.after);
  },
};

/** Decimals without a digit before the point: `.5`. */
const bareDecimal: Rule = {
  kind: "number",
  switch: "numbers",
  first: ["sign"],
  pattern: /(?<![\p{Script=Latin}\p{M}\p{N}.])\.(?=\d)\d{1,30}(?![\p{Script=Latin}\d]|\.\d)/uy,
  read: ([written], place) => {
    const verbaliser = place.verbaliser();
    return verbaliser === null ? null : spokenNumber(verbaliser, written, place.after);
  },
};

/** Signs that belong to the number after them: `~5`, `+5`. */
const prefixed: Rule = {
  kind: "number",
  switch: "numbers",
  first: ["sign"],
  pattern: /[~+](?= ?\.?\d)(?:(?<=~) )?/uy,
  read: ([written], place) => {
    const isJoined =
      /[\d%)]$/.test(place.before) ||
      (written.startsWith("~") &&
        /\p{L}$/u.test(place.before) &&
        !/\p{Script=Han}$/u.test(place.before));
    const verbaliser = isJoined ? null : place.verbaliser();
    if (verbaliser === null) return null;
    const adds = place.before.endsWith(" ") && place.after.startsWith(" ");
    const plus = adds ? verbaliser.operators["+"] : verbaliser.words.plus;
    const words = written.startsWith("~") ? verbaliser.words.about : plus;
    const after = written.endsWith(" ") || !place.after.startsWith(" ") ? "5" : " ";
    return between(words, { verbaliser, before: place.before, after });
  },
};

const SERIES_PART = /\d+|[^\d]/g;
/** Numbers joined by signs that no other rule reads: `1.000.000`, `1/2/3`, `12-3-45`. */
const series: Rule = {
  kind: "number",
  switch: "numbers",
  first: ["digit"],
  pattern: /\d{1,15}(?:[.:/-]\d{1,15}){2,40}(?![\p{Script=Latin}\d])|\d{1,15}:\d{1,15}(?!\d)/uy,
  read: ([written], place) => {
    const verbaliser = place.verbaliser();
    if (verbaliser === null) return null;
    const parts = written.match(SERIES_PART) ?? [];
    return joined(
      verbaliser,
      parts.map((part) => {
        if (/\d/.test(part))
          return part.length > 4 ? verbaliser.digits(part) : spokenNumber(verbaliser, part);
        return part === "." ? verbaliser.words.point : "";
      }),
    );
  },
};

/** Numbers that no other rule reads: `42`, `1,250`, `3.14`. */
const plain: Rule = {
  kind: "number",
  switch: "numbers",
  first: ["digit"],
  pattern: new RegExp(`${NUMBER}|\\d{1,2000}`, "uy"),
  read: ([written], place) => {
    const verbaliser = verbaliserBeforeName(place);
    if (verbaliser === null) return null;
    const spoken = spokenNumber(verbaliser, written, place.after);
    return /^[\p{Script=Latin}\u2460-\u24ff]/u.test(place.after) ? `${spoken} ` : spoken;
  },
};

/** Returns the verbaliser of a number; English before an English name, as in `7-Eleven`. */
function verbaliserBeforeName(place: Place): Verbaliser | null {
  return verbaliserIn(place, /^-[A-Z][a-z]{3}/.test(place.after) ? "en" : undefined);
}

/** Letters and a number: `T410`, `B12`, `mp3`. At least three digits are spoken one by one. */
const lettered: Rule = {
  kind: "letters",
  switch: "numbers",
  first: ["letter"],
  pattern: /(\p{Script=Latin}{1,20})(\d{1,15}(?:\.\d{1,3}(?=-\d))?)(?:\/(\d{1,5}))?(?!\d)/uy,
  read: ([, letters = "", digits = "", second], place) => {
    const verbaliser = place.verbaliser();
    if (verbaliser === null) return null;
    const isYear = /^[FAC]Y$/.test(letters) && digits.length === 4;
    const first = isYear
      ? verbaliser.year(digits)
      : digits.length > 2 && !digits.includes(".")
        ? verbaliser.digits(digits)
        : spokenNumber(verbaliser, digits);
    const slash = verbaliser.language === "zh" ? "杠" : "";
    const spoken =
      second === undefined
        ? first
        : joined(verbaliser, [first, slash, spokenNumber(verbaliser, second)]);
    const isSpelled = place.spellLetters && /^[A-Z]{2,5}$/.test(letters);
    const name = isSpelled ? Array.from(letters).join(" ") : letters;
    return `${name} ${spoken}${/^\p{Script=Latin}/u.test(place.after) ? " " : ""}`;
  },
};

/** The plus after a number: `100+`. */
const andMore: Rule = {
  kind: "number",
  switch: "numbers",
  first: ["sign"],
  pattern: /(?<=\d|\d[kKMwW])\+(?![+\p{Script=Latin}\d])/uy,
  read: (_, place) => {
    const verbaliser = place.verbaliser();
    if (verbaliser?.language === "zh" && !/^ ?[\p{L}\d]/u.test(place.after)) return "以上";
    return verbaliser === null
      ? null
      : between(verbaliser.words.plus, { verbaliser, before: "5", after: place.after });
  },
};

const CIRCLED = /[\u2460-\u249b\u24ea-\u24ff\u2776-\u2793]/uy;
/** Circled numbers: `①`. */
const circled: Rule = {
  kind: "number",
  switch: "numbers",
  first: ["sign"],
  pattern: CIRCLED,
  read: ([mark], place) => {
    const verbaliser = place.verbaliser();
    const digits = circledDigits(mark);
    if (verbaliser === null || digits === null) return null;
    const { before, after } = place;
    return between(verbaliser.cardinal(digits), { verbaliser, before, after });
  },
};

/** Returns the digits in a circle; null if the character has none. */
function circledDigits(mark: string): string | null {
  const plain = /\d{1,2}/.exec(mark.normalize("NFKC"))?.[0];
  if (plain !== undefined) return plain;
  const code = mark.charCodeAt(0);
  for (const [first, count, from] of [
    [0x24eb, 10, 11],
    [0x24f5, 10, 1],
    [0x2776, 10, 1],
    [0x2780, 10, 1],
    [0x278a, 10, 1],
  ] as const) {
    if (code >= first && code < first + count) return String(from + code - first);
  }
  return code === 0x24ff ? "0" : null;
}

export const numberRules: readonly Rule[] = [
  silentHyphen,
  negative,
  bareDecimal,
  prefixed,
  andMore,
  circled,
  scaled,
  ...groupedRules,
  series,
  lettered,
  plain,
];

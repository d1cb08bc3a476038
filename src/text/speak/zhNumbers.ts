import { groupsOf, MAX_CARDINAL_DIGITS, withoutLeadingZeros } from "./digitGroups.ts";
import type { Amount, Scale } from "./verbaliser.ts";

/** How 2 is said: 两 in counts (两个, 两百), 二 in ordinals, dates and fractions (第二, 二月, 二分之一). */
export type Two = "两" | "二";

const DIGIT_WORDS = "零一二三四五六七八九";
const PLACES = ["", "十", "百", "千"];
const GROUP_SIZE = 4;

/** Speaks digits one by one; other characters are ignored. */
export function digitWords(text: string): string {
  let words = "";
  for (const character of text) {
    if (character >= "0" && character <= "9") words += DIGIT_WORDS[Number(character)];
  }
  return words;
}

/**
 * Speaks a whole number. `two` is the word for the number 2, and for a first 2 before 百 千 万 亿.
 *
 * @example wholeWords("22000", "两") // "两万二千"
 */
export function wholeWords(digits: string, two: Two): string {
  const plain = withoutLeadingZeros(digits);
  if (plain === "0") return "零";
  if (plain === "2") return two;
  if (plain.length > MAX_CARDINAL_DIGITS) return digitWords(plain);
  const words = joinGroups(groupsOf(plain, GROUP_SIZE));
  if (words.startsWith("一十")) return words.slice(1);
  return two === "两" ? words.replace(/^二(?=[百千万亿])/u, two) : words;
}

/**
 * Speaks a whole number that counts things. A first 2 before 百 千 万 亿 is 两; `two` is the word for the number 2 itself.
 *
 * @example countWords("200", "二") // "两百"
 */
export function countWords(digits: string, two: Two): string {
  return withoutLeadingZeros(digits) === "2" ? two : wholeWords(digits, "两");
}

/** Joins groups of four digits with 万 and 亿. Zeros between two groups are spoken as one 零. */
function joinGroups(groups: readonly string[]): string {
  let words = "";
  let gap = false;
  groups.forEach((group, index) => {
    const inside = groupWords(group);
    if (inside === "") {
      gap = true;
      return;
    }
    if (words !== "" && (gap || group.startsWith("0"))) words += "零";
    words += inside + groupName(groups, index);
    gap = false;
  });
  return words;
}

/**
 * Returns the name of a group. The fourth group from the right is 万亿, or 万 if the third group, which adds 亿, is not
 * zero.
 */
function groupName(groups: readonly string[], index: number): string {
  const fromRight = groups.length - 1 - index;
  if (fromRight === 3) return groups[index + 1] === "0000" ? "万亿" : "万";
  return ["", "万", "亿"][fromRight] ?? "";
}

/** Speaks one to four digits, without zeros at either end. */
function groupWords(group: string): string {
  let words = "";
  let gap = false;
  for (let index = 0; index < group.length; index++) {
    const digit = Number(group[index]);
    if (digit === 0) {
      gap = true;
      continue;
    }
    if (gap && words !== "") words += "零";
    words += `${DIGIT_WORDS[digit]}${PLACES[group.length - 1 - index]}`;
    gap = false;
  }
  return words;
}

/** Zeros that replace a scale, because Chinese counts in 万 and 亿. */
const SCALE_ZEROS: Readonly<Record<Scale, number>> = {
  thousand: 3,
  wan: 0,
  million: 6,
  yi: 0,
  billion: 9,
  trillion: 12,
};

/** Words of a scale that stays: that of a number that would be too long with zeros, and 万 and 亿. */
const SCALE_WORDS: Readonly<Record<Scale, string>> = {
  thousand: "千",
  wan: "万",
  million: "百万",
  yi: "亿",
  billion: "十亿",
  trillion: "万亿",
};

/**
 * Speaks a number with sign, decimals and scale. Trailing zeros of the decimals are spoken.
 *
 * @example amountWords({ negative: false, whole: "3", fraction: "5", scale: "wan" }, "两") // "三点五万"
 * @example amountWords({ negative: false, whole: "1", fraction: "5", scale: "million" }, "两") // "一百五十万"
 */
export function amountWords(amount: Amount, two: Two): string {
  return (amount.negative ? "负" : "") + unsignedWords(withoutForeignScale(amount), two);
}

/** Speaks an amount without its sign. Before a scale 2 is 两, as before a measure word: 两万, 两亿. */
function unsignedWords({ whole, fraction, scale }: Amount, two: Two): string {
  const suffix = scale === null ? "" : SCALE_WORDS[scale];
  if (fraction === null || fraction === "") {
    return countWords(whole, scale === null ? two : "两") + suffix;
  }
  return `${countWords(whole, "二")}点${digitWords(fraction)}${suffix}`;
}

/** Replaces a scale of thousands by zeros: 1.5 million becomes 1500000. 万 and 亿 stay. */
export function withoutForeignScale(amount: Amount): Amount {
  const zeros = amount.scale === null ? 0 : SCALE_ZEROS[amount.scale];
  if (zeros === 0) return amount;
  const fraction = amount.fraction ?? "";
  const digits = amount.whole + fraction.padEnd(zeros, "0");
  const whole = withoutLeadingZeros(digits.slice(0, amount.whole.length + zeros));
  if (whole.length > MAX_CARDINAL_DIGITS) return amount;
  const rest = withoutTrailingZeros(digits.slice(amount.whole.length + zeros));
  return { ...amount, whole, fraction: rest === "" ? null : rest, scale: null };
}

/** Removes trailing zeros; returns "" for zeros only. */
export function withoutTrailingZeros(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits[end - 1] === "0") end--;
  return digits.slice(0, end);
}

import { groupsOf, MAX_CARDINAL_DIGITS, withoutLeadingZeros } from "./digitGroups.ts";
import type { Amount, Scale } from "./verbaliser.ts";

const SMALL: readonly string[] = [
  "zero",
  "one",
  "two",
  "three",
  "four",
  "five",
  "six",
  "seven",
  "eight",
  "nine",
  "ten",
  "eleven",
  "twelve",
  "thirteen",
  "fourteen",
  "fifteen",
  "sixteen",
  "seventeen",
  "eighteen",
  "nineteen",
];

const TENS: readonly string[] = [
  "",
  "",
  "twenty",
  "thirty",
  "forty",
  "fifty",
  "sixty",
  "seventy",
  "eighty",
  "ninety",
];

/** Names of the groups of three digits, the last group first. */
const THOUSANDS: readonly string[] = ["", "thousand", "million", "billion", "trillion"];

/** Zeros of 万 and 亿. English has no words for them, so the decimal sign is moved by as many places. */
const SHIFTS: Readonly<Partial<Record<Scale, number>>> = { wan: 4, yi: 8 };

const IRREGULAR_ORDINALS: ReadonlyMap<string, string> = new Map([
  ["one", "first"],
  ["two", "second"],
  ["three", "third"],
  ["five", "fifth"],
  ["eight", "eighth"],
  ["nine", "ninth"],
  ["twelve", "twelfth"],
]);

/** Returns the words of a number below one hundred. */
function belowHundred(value: number): string {
  if (value < 20) return SMALL[value] ?? "";
  const tens = TENS[Math.floor(value / 10)] ?? "";
  return value % 10 === 0 ? tens : `${tens}-${SMALL[value % 10]}`;
}

/** Returns the words of one to three digits; "" for zero. */
function threeDigits(group: string): string {
  const value = Number(group);
  const rest = value % 100;
  const words: string[] = [];
  if (value >= 100) words.push(`${SMALL[Math.floor(value / 100)]} hundred`);
  if (rest > 0) words.push(belowHundred(rest));
  return words.join(" ");
}

/** Reads digits one by one; other characters are ignored. */
export function digits(text: string): string {
  return Array.from(text.matchAll(/[0-9]/g), ([digit]) => SMALL[Number(digit)]).join(" ");
}

/**
 * Reads a whole number, without "and" after the hundred.
 *
 * @example cardinal("1250") // "one thousand two hundred fifty"
 */
export function cardinal(text: string): string {
  const number = withoutLeadingZeros(text);
  if (number === "0") return "zero";
  if (number.length > MAX_CARDINAL_DIGITS) return digits(number);
  const groups = groupsOf(number, 3);
  const words = groups.map((group, index) => {
    const name = THOUSANDS[groups.length - 1 - index];
    const spoken = threeDigits(group);
    return spoken && name ? `${spoken} ${name}` : spoken;
  });
  return words.filter(Boolean).join(" ");
}

/** Replaces a scale of 万 or 亿 by moving the decimal sign to the right. */
function withEnglishScale(amount: Amount): Amount {
  const shift = amount.scale === null ? undefined : SHIFTS[amount.scale];
  if (shift === undefined) return amount;
  const fraction = (amount.fraction ?? "").padEnd(shift, "0");
  const rest = fraction.slice(shift);
  return {
    negative: amount.negative,
    whole: amount.whole + fraction.slice(0, shift),
    fraction: rest === "" ? null : rest,
    scale: null,
  };
}

/**
 * Reads a number with its sign, its decimals one by one, and its scale.
 *
 * @example amount({ negative: true, whole: "1", fraction: "50", scale: "million" })
 * // "minus one point five zero million"
 */
export function amount(written: Amount): string {
  const { negative, whole, fraction, scale } = withEnglishScale(written);
  const words = [cardinal(whole)];
  if (negative) words.unshift("minus");
  if (fraction) words.push("point", digits(fraction));
  if (scale) words.push(scale);
  return words.join(" ");
}

/** Replaces the last word; a hyphen separates words too. */
function withLastWord(words: string, change: (word: string) => string): string {
  const start = Math.max(words.lastIndexOf(" "), words.lastIndexOf("-")) + 1;
  return words.slice(0, start) + change(words.slice(start));
}

/**
 * Reads an ordinal number.
 *
 * @example ordinal("22") // "twenty-second"
 */
export function ordinal(text: string): string {
  return withLastWord(
    cardinal(text),
    (word) =>
      IRREGULAR_ORDINALS.get(word) ??
      (word.endsWith("y") ? `${word.slice(0, -1)}ieth` : `${word}th`),
  );
}

function plural(words: string): string {
  if (words.endsWith("y")) return `${words.slice(0, -1)}ies`;
  return words.endsWith("x") ? `${words}es` : `${words}s`;
}

/**
 * Reads a year: two digits and two digits, except in the first ten years of a millennium.
 * Two digits are a shortened year and keep their leading zero: `'05` is "oh five", `'00` is "two thousand".
 *
 * @example year("1905") // "nineteen oh five"
 * @example year("2005") // "two thousand five"
 */
export function year(text: string): string {
  if (text === "00") return "two thousand";
  if (/^0[1-9]$/.test(text)) return `oh ${cardinal(text)}`;
  const number = withoutLeadingZeros(text);
  if (number.length !== 4 || number.slice(1, 3) === "00") return cardinal(number);
  const century = cardinal(number.slice(0, 2));
  const rest = number.slice(2);
  if (rest === "00") return `${century} hundred`;
  return `${century} ${rest.startsWith("0") ? "oh " : ""}${cardinal(rest)}`;
}

/**
 * Reads a decade or a century. Round numbers are spoken without "one": `100s` is "hundreds".
 *
 * @example decade("1980") // "nineteen eighties"
 */
export function decade(text: string): string {
  return plural(year(text)).replace(/^one (?=(?:hundred|thousand|million|billion|trillion)s$)/, "");
}

/** Returns the noun of a denominator, such as "quarter"; null if the fraction is spoken with "over". */
function partName(bottom: string): string | null {
  if (bottom === "0" || bottom === "1") return null;
  if (bottom === "2") return "half";
  if (bottom === "4") return "quarter";
  const isCommon = bottom.length <= 2 || /^10+$/.test(bottom);
  return isCommon && bottom.length <= MAX_CARDINAL_DIGITS
    ? ordinal(bottom).replace(/^one /, "")
    : null;
}

/**
 * Reads a fraction. If the top has three digits, as in a blood pressure, or the bottom is uncommon, it is read with "over".
 *
 * @example fraction("3", "4") // "three quarters"
 * @example fraction("120", "80") // "one hundred twenty over eighty"
 */
export function fraction(top: string, bottom: string): string {
  const above = withoutLeadingZeros(top);
  const below = withoutLeadingZeros(bottom);
  const part = above.length > 2 ? null : partName(below);
  if (part === null) return `${cardinal(above)} over ${cardinal(below)}`;
  if (above === "1") return `one ${part}`;
  return `${cardinal(above)} ${part === "half" ? "halves" : plural(part)}`;
}

/**
 * Reads a whole number with a fraction.
 *
 * @example mixed("2", "1", "2") // "two and a half"
 */
export function mixed(whole: string, top: string, bottom: string): string {
  const part = fraction(top, bottom).replace(/^one (?=(?:half|quarter)$)/, "a ");
  return `${cardinal(whole)} and ${part}`;
}

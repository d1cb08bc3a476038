import type { Amount, Language, Scale, Verbaliser } from "../../speak/verbaliser.ts";
import { anyCase, anyOf } from "../alternatives.ts";

/**
 * Sources of patterns for the flags `u` and `v`, without capturing groups. Their repetitions are bounded, so that patterns
 * made of them take linear time.
 */

/** A lookbehind: the number does not begin inside a word or another number. */
export const START = String.raw`(?<![\p{Script=Latin}\p{M}\p{N}_])(?<!\d[.,:\/])`;

/** A minus before a number. After a word or another number the same sign is a hyphen. */
export const SIGN = String.raw`(?:(?<![\p{Script=Latin}\p{M}\p{N}\)])[\-\u2212])`;

/**
 * Digits with grouping and decimals: `1,250.50`, `1 000 000`, `.5`. Commas and blanks separate groups of three digits. A
 * single group after a blank must be `000`, because two numbers can follow each other too.
 */
export const DIGITS = String.raw`(?:(?:\d{1,3}(?:,\d{3}){1,5}|\d{1,3}(?: \d{3}){2,5}|\d{1,3} 000|\d{1,64})(?:\.\d{1,32})?|\.\d{1,32})(?!\d|[.,]\d)`;

/** A number with its sign, without a scale, because `5m` is five meters except for money. */
export const AMOUNT = `${SIGN}?${DIGITS}`;

/** A plus after a quantity: `50%+` means fifty percent or more. */
export const MORE = String.raw`\+(?![\p{L}\p{N}+])`;

interface ScaleForm {
  readonly scale: Scale;
  readonly language?: Language;
  /** Number of zeros that are added to the digits: 3千万 is 3000万. */
  readonly zeros?: number;
}

const forms = (form: ScaleForm, written: string): [string, ScaleForm][] =>
  written.split(" ").map((each) => [each, form]);

/** Scales after a number of any kind. */
const WORDS = new Map([
  ...forms({ scale: "thousand" }, "thousand"),
  ...forms({ scale: "million" }, "million"),
  ...forms({ scale: "billion" }, "billion"),
  ...forms({ scale: "trillion" }, "trillion"),
  ...forms({ scale: "thousand", language: "ms" }, "ribu"),
  ...forms({ scale: "million", language: "ms" }, "juta"),
  ...forms({ scale: "billion", language: "ms" }, "bilion miliar milyar"),
  ...forms({ scale: "trillion", language: "ms" }, "trilion triliun"),
]);

/** Scales only after an amount of money, in small letters or capitals. */
const LETTERS = new Map([
  ...forms({ scale: "thousand" }, "k"),
  ...forms({ scale: "million" }, "m mn mil mio"),
  ...forms({ scale: "billion" }, "b bn bil"),
  ...forms({ scale: "trillion" }, "t tn trn"),
  ...forms({ scale: "thousand", language: "ms" }, "rb"),
  ...forms({ scale: "million", language: "ms" }, "j jt"),
]);

/** Scales in Han characters. */
const HAN = new Map([
  ...forms({ scale: "thousand", language: "zh" }, "千"),
  ...forms({ scale: "wan", language: "zh" }, "万 萬"),
  ...forms({ scale: "wan", language: "zh", zeros: 1 }, "十万 十萬"),
  ...forms({ scale: "wan", language: "zh", zeros: 2 }, "百万 百萬"),
  ...forms({ scale: "wan", language: "zh", zeros: 3 }, "千万 千萬"),
  ...forms({ scale: "yi", language: "zh" }, "亿 億"),
  ...forms({ scale: "yi", language: "zh", zeros: 1 }, "十亿 十億"),
  ...forms({ scale: "yi", language: "zh", zeros: 2 }, "百亿 百億"),
  ...forms({ scale: "yi", language: "zh", zeros: 3 }, "千亿 千億"),
  ...forms({ scale: "yi", language: "zh", zeros: 4 }, "万亿 萬億"),
]);

const SCALES: ReadonlyMap<string, ScaleForm> = new Map([...WORDS, ...LETTERS, ...HAN]);

const WORD_END = String.raw`(?![\p{Script=Latin}\p{M}\p{N}])`;
const HAN_FORMS = `(?:${anyOf(HAN.keys())})`;

/** A scale after a number of any kind: ` juta`, ` million`, `万`. */
export const SCALE_WORD = `(?:[ \\-]?(?:${anyOf([...WORDS.keys()].map(anyCase))})${WORD_END}| ?${HAN_FORMS})`;

/** A scale after an amount of money: SCALE_WORD, or letters directly after the digits (`5k`, `1.5M`, `3j`). */
export const SCALE = `(?:(?:${anyOf([...LETTERS.keys()].map(anyCase))}| (?:mil|mio|bil|jt|rb|[mb]n|[KMBb]|m))${WORD_END}|${SCALE_WORD})`;

const WRITTEN =
  /^([-\u2212]?)(\d{1,3}(?:,\d{3}){1,5}|\d{1,3}(?: \d{3}){1,5}|\d{0,64})(?:\.(\d{1,32}))?(?:[ -]?(\p{L}{1,8}))?$/u;

/**
 * Splits a written number into sign, digits without grouping, decimals and scale (`k`, `M`, `bn`, `juta`, `万` …). Returns
 * null if the text is not a number.
 *
 * @example parseAmount("-1,250.50k")
 * // { negative: true, whole: "1250", fraction: "50", scale: "thousand" }
 */
export function parseAmount(text: string): Amount | null {
  const match = WRITTEN.exec(text.trim());
  if (match === null) return null;
  const [, sign, grouped = "", fraction = null, suffix] = match;
  const whole = grouped.replace(/[, ]/g, "");
  if (whole === "" && fraction === null) return null;
  const form = suffix === undefined ? null : SCALES.get(suffix.toLowerCase());
  if (form === undefined) return null;
  const digits = form?.zeros === undefined ? { whole, fraction } : shifted(whole, fraction, form);
  return { negative: sign !== "", ...digits, scale: form?.scale ?? null };
}

/** Moves the decimal sign to the right by the zeros of a scale: 3.5千万 is 3500万. */
function shifted(
  whole: string,
  fraction: string | null,
  { zeros = 0 }: ScaleForm,
): Pick<Amount, "whole" | "fraction"> {
  const decimals = (fraction ?? "").padEnd(zeros, "0");
  return { whole: whole + decimals.slice(0, zeros), fraction: decimals.slice(zeros) || null };
}

/** Returns the language of the scale at the end of a written number, if only one language has this scale. */
export function languageOfScale(text: string): Language | undefined {
  const suffix = /\p{L}{1,8}$/u.exec(text)?.[0] ?? "";
  return SCALES.get(suffix.toLowerCase())?.language;
}

/** Adds the words of the plus in `50%+` to the words of an amount. */
export function andMore(words: string, verbaliser: Verbaliser): string {
  return verbaliser.language === "zh" ? `${words}以上` : `${words} ${verbaliser.words.plus}`;
}

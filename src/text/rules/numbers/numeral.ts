import type { Amount, Verbaliser } from "../../speak/verbaliser.ts";

/** Source of a pattern for digits with or without grouping by commas, with or without decimals. */
export const NUMBER = String.raw`(?:\d{1,3}(?:,\d{3}){1,6}(?!,?\d)|\d{1,15}(?!\d))(?:\.\d{1,30}(?!\d))?`;
/** Source of a pattern for a sign between the two ends of a range. */
export const RANGE_SIGN = String.raw`[-\u2013\u2014~\u223c\u301c\uff5e]`;

const PLAIN = /^\d+$/;
const GROUPING = /[, ']/g;
/** Digits with a leading zero, or at least ten digits without grouping. */
const IDENTIFIER = /^(?:0\d|\d{10})/;

/** Returns the amount of a written number: `-1,250.5` is negative and has the whole part `1250`. */
export function amountOf(written: string): Amount {
  const negative = /^[-\u2212]/.test(written);
  const [whole = "", fraction = null] = written
    .replace(/^[-\u2212]/, "")
    .replace(GROUPING, "")
    .split(".");
  return { negative, whole, fraction, scale: null };
}

/** Returns the words of a quantity without its number; null if `words` do not begin with the words of the number. */
export function withoutNumber(words: string, number: string): string | null {
  return words.startsWith(number) ? words.slice(number.length).trim() : null;
}

/**
 * Speaks a written number. `next` is the text after the number, which decides between two forms of 2 in Chinese.
 *
 * @example spokenNumber(english, "1,250.5") // "one thousand two hundred fifty point five"
 */
export function spokenNumber(verbaliser: Verbaliser, written: string, next = ""): string {
  if (PLAIN.test(written)) {
    return IDENTIFIER.test(written)
      ? verbaliser.digits(written)
      : verbaliser.cardinal(written, next.trimStart());
  }
  const amount = amountOf(written);
  if (amount.negative || amount.fraction !== null)
    return verbaliser.amount(amount, next.trimStart());
  return verbaliser.cardinal(amount.whole, next.trimStart());
}

/** Returns the value of a written number. */
export function valueOf(written: string): number {
  return Number(written.replace(GROUPING, ""));
}

const HAN_NEIGHBOUR = /(?<=[\p{L}\p{N}]) (?=\p{Script=Han})|(?<=\p{Script=Han}) (?=[\p{L}\p{N}])/gu;

/** Joins words by blanks; in Chinese there are no blanks beside Han words. */
export function joined(verbaliser: Verbaliser, words: readonly string[]): string {
  const text = words.filter((word) => word !== "").join(" ");
  return verbaliser.language === "zh" ? text.replace(HAN_NEIGHBOUR, "") : text;
}

const ENDS_IN_OPERAND = /[\p{L}\p{N})\]%]$/u;
const BEGINS_WITH_OPERAND = /^(?:[\p{L}\p{N}([√±\u2212$\\]|[-.]\d)/u;

/**
 * Returns the words of a sign with the blanks that the text around the sign lacks; in Chinese without blanks.
 *
 * @example between("plus", { say: english, before: "2", after: "2" }) // " plus "
 */
export function between(
  words: string,
  { verbaliser, before, after }: { verbaliser: Verbaliser; before: string; after: string },
): string {
  if (verbaliser.language === "zh") return words;
  const [left, right] = [ENDS_IN_OPERAND.test(before), BEGINS_WITH_OPERAND.test(after)];
  return `${left ? " " : ""}${words}${right ? " " : ""}`;
}

import type { Language, Per, Verbaliser } from "../../speak/verbaliser.ts";
import { DIGITS, parseAmount } from "../numbers/amount.ts";
import { SYMBOL, unitOf } from "./unitSymbols.ts";
import { anyOf } from "../alternatives.ts";

/** Units of rates, with the forms after the slash (`RM5/month`) in small letters. */
const FORMS: readonly (readonly [Per, string])[] = [
  ["second", "s|sec|second|saat|秒"],
  ["minute", "min|minute|minit|分钟"],
  ["hour", "h|hr|hour|jam|j|小时|钟头"],
  ["day", "d|day|hari|天|日"],
  ["week", "wk|week|minggu|mggu|周|星期"],
  ["month", "mo|mth|mnth|month|bulan|bln|月|个月"],
  ["year", "y|yr|year|annum|tahun|thn|年"],
  ["person", "person|pax|head|orang|org|人|位"],
  ["kg", "kilo|kilogram|公斤|千克"],
  ["L", "liter|litre|升|公升"],
  ["m²", "平方米|平米|平方公尺"],
  ["sq ft", "平方尺|平方英尺"],
];
const BY_WORD: ReadonlyMap<string, Per> = new Map(
  FORMS.flatMap(([per, words]) => words.split("|").map((word): [string, Per] => [word, per])),
);
const HAN_WORDS = [...BY_WORD.keys()].filter((word) => /\p{Script=Han}/u.test(word));
/** Chinese measure words after the slash of a rate: `RM5/个`. */
const COUNTED = "[个個件斤盒张張晚次瓶包克只杯份条條间間台本米]";

const OTHER_WORD = String.raw`(?<!\/ )\p{Script=Latin}{1,16}(?![\p{Script=Latin}\p{M}\p{N}_@]|\/(?!(?:day|night|week|month|year|hour|person|pax|guest|head|orang|hari|malam|minggu|bulan|tahun|jam)(?!\p{L}))|\.\p{L})`;
const HAN = anyOf(HAN_WORDS);
const perOrQuantity = (digits: string): string =>
  `(?: ?\\/ ?(?<per>${digits} ?${SYMBOL}|${SYMBOL}|${OTHER_WORD}|${HAN}|${COUNTED}))`;

/** Source of a pattern for a slash and what follows it: `per` is a word, a unit or a quantity (`RM3/500g`). */
export const PER = perOrQuantity(DIGITS);
/** The same after a quantity, where a quantity must be 10, 100 or 1000: `8 L/100km` is a rate, but not `70kg/155lbs`. */
export const PER_OF_QUANTITY = perOrQuantity("10{1,3}");

const MALAY_WORD =
  /^(?:saat|minit|jam|j|hari|minggu|mggu|bulan|bln|tahun|thn|orang|org|kepala|ekor|biji|helai|bungkus|kotak|botol|buah|malam|keping|gelas|pinggan|batang)$/i;

/** Returns "ms" if the word after the slash is Malay: `RM15/jam`. */
export function languageOfPer(written: string | undefined): Language | undefined {
  return written !== undefined && MALAY_WORD.test(written) ? "ms" : undefined;
}

/** Returns the unit of a rate; null for a word that is not a unit of measurement or time. */
export function perOf(written: string): Per | null {
  return BY_WORD.get(written.toLowerCase()) ?? unitOf(written);
}

/**
 * Speaks a rate. `written` is the word after the slash; a word without a name in the language stays as written. `speak`
 * returns the words of the amount, alone or with a unit of the rate.
 */
export function spokenPer(
  written: string | undefined,
  verbaliser: Verbaliser,
  speak: (per?: Per) => string,
): string {
  if (written === undefined) return speak();
  if (verbaliser.language === "en" && /^(?:each|ea)$/.test(written)) return `${speak()} each`;
  const per = perOf(written);
  if (per !== null) return speak(per);
  const quantity = spokenQuantity(written, verbaliser);
  if (quantity !== null) {
    return verbaliser.language === "zh" ? `每${quantity}${speak()}` : `${speak()} per ${quantity}`;
  }
  if (verbaliser.language !== "zh") return `${speak()} per ${written}`;
  return /^\p{Script=Han}/u.test(written) ? `每${written}${speak()}` : `每 ${written} ${speak()}`;
}

/** Speaks the quantity after the slash of a rate, `RM3/500g`; null if it is none. */
function spokenQuantity(written: string, verbaliser: Verbaliser): string | null {
  const [, digits = "", symbol = ""] = /^([\d., ]*\d) ?(\D.*)$/u.exec(written) ?? [];
  const amount = parseAmount(digits);
  const unit = unitOf(symbol);
  return amount === null || unit === null ? null : verbaliser.measure(amount, unit);
}

/** Returns a function that adds to `range` the words that `speak` adds to an amount for a unit of the rate. */
export function spokenRangePer(range: string, speak: (per?: Per) => string): (per?: Per) => string {
  return (per) => {
    const [alone, full] = [speak(), speak(per)];
    if (full.startsWith(alone)) return range + full.slice(alone.length);
    return full.endsWith(alone) ? full.slice(0, full.length - alone.length) + range : range;
  };
}

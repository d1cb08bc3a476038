import type { Currency } from "./currencies.ts";
import type { Unit } from "./units.ts";

/** Languages whose numbers and symbols are spoken. */
export const LANGUAGES = ["en", "ms", "zh"] as const;
export type Language = (typeof LANGUAGES)[number];

/** A multiplier after the digits: `k`, `M`, `juta`, `万`, `亿`. */
export type Scale = "thousand" | "wan" | "million" | "yi" | "billion" | "trillion";

/** A number as written, split at its decimal sign. Only ASCII digits, without grouping. */
export interface Amount {
  readonly negative: boolean;
  /** Digits before the decimal sign; "" in `.5`. */
  readonly whole: string;
  /** Digits after the decimal sign, zeros included; null without a decimal sign. */
  readonly fraction: string | null;
  readonly scale: Scale | null;
}

/** A calendar date. A part that is not written is null. */
export interface CalendarDate {
  readonly year: string | null;
  /** 1–12. */
  readonly month: number;
  /** 1–31. */
  readonly day: number | null;
  /** True if the month is written as a word before the day. Always false for dates in digits. */
  readonly monthFirst: boolean;
}

/** A time of day. A part that is not written is null. */
export interface ClockTime {
  /** 0–24, as written. */
  readonly hour: number;
  /** 0–59. */
  readonly minute: number | null;
  readonly second: number | null;
  readonly part: "am" | "pm" | null;
  /** True if "pukul" or "jam" is written before the time, so that "pukul" is not spoken. */
  readonly announced: boolean;
}

/** The unit after the slash of a rate: `RM5/kg`, `$10/month`. */
export type Per =
  "second" | "minute" | "hour" | "day" | "week" | "month" | "year" | "person" | Unit;

/** Signs in e-mail addresses, web addresses and file names that are spoken. */
export type AddressSign = "." | "@" | "-" | "_" | "/" | ":" | "+" | "&" | "=" | "#" | "~" | "%";

/** Operators between numbers, between single letters, and in LaTeX. */
export type Operator =
  "+" | "-" | "×" | "÷" | "=" | "≠" | "≈" | ">" | "<" | "≥" | "≤" | "±" | "^" | "²" | "³" | "√";

/**
 * Speaks numbers, dates, units and symbols in one language. All results are in lower case, except names of months and
 * nationalities, and contain neither digits nor symbols, so that normalising them again changes nothing.
 *
 * Numbers are passed as strings of ASCII digits without a sign. Leading zeros do not change the
 * result of `cardinal`, `amount` and `ordinal`. A number of more than 15 digits is spoken digit by digit.
 */
export interface Verbaliser {
  readonly language: string;
  /** A whole number. `next` is the text after the number: before a measure word Chinese says 两 instead of 二. */
  cardinal(digits: string, next?: string): string;
  /** Digits one by one, as in versions, addresses and years. Other characters are ignored. */
  digits(text: string): string;
  /** Digits of phone numbers and codes one by one. Chinese says 幺 for 1. */
  phone(text: string): string;
  /** A number with its sign, decimals and scale; `next` as for `cardinal`. */
  amount(amount: Amount, next?: string): string;
  /** `3` → third, ketiga, 第三. */
  ordinal(digits: string): string;
  /** A year of one to four digits, without the word "year": nineteen ninety-eight, dua ribu lima, 一九九八. */
  year(digits: string): string;
  /** A decade; `digits` are those before "s", "-an" or 年代: `1980` or `80`. nineteen eighties, 八十年代. */
  decade(digits: string): string;
  fraction(top: string, bottom: string): string;
  /** `2½`: two and a half. */
  mixed(whole: string, top: string, bottom: string): string;
  /** A range, made of the words of its two ends: five to ten, lima hingga sepuluh, 三到五. */
  range(from: string, to: string): string;
  percent(amount: Amount): string;
  /** An amount of money with the minor unit: `12.90` → twelve ringgit and ninety sen. */
  money(amount: Amount, currency: Currency, per?: Per): string;
  measure(amount: Amount, unit: Unit, per?: Per): string;
  /** A range of quantities in one unit: `5-10 kg`. */
  measureRange(first: Amount, last: Amount, unit: Unit): string;
  moneyRange(first: Amount, last: Amount, currency: Currency): string;
  date(date: CalendarDate): string;
  time(time: ClockTime): string;
  /** The words for the era of a year: `44 BC`, `2024M`. */
  readonly eras: Readonly<Record<"bc" | "ad" | "hijri", string>>;
  readonly address: Readonly<Record<AddressSign, string>>;
  readonly operators: Readonly<Record<Operator, string>>;
  readonly words: {
    /** `&`. */
    readonly and: string;
    /** `~5`. */
    readonly about: string;
    /** The point of versions and section numbers: `2.1.3`. */
    readonly point: string;
    /** `#OpenSource`. */
    readonly hashtag: string;
    /** `#1`, `No. 1`. */
    readonly number: string;
    /** `v2.1`. */
    readonly version: string;
    /** The plus of a phone number. */
    readonly plus: string;
    /** `->` between words. */
    readonly to: string;
    /** `10x`: ten times. */
    readonly times: string;
    /** The colon of a score or a ratio: `3:2`. */
    readonly ratio: string;
    /** The slash of a score or a part, `8/10`: eight out of ten. Empty if the language says a fraction instead. */
    readonly outOf: string;
  };
}

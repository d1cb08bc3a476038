import type { Currency } from "./currencies.ts";
import { withoutLeadingZeros } from "./digitGroups.ts";
import { ADDRESS_SIGNS, CURRENCY_NAMES, MONTHS, OPERATORS, UNIT_NAMES } from "./enNames.ts";
import type { CurrencyName, Noun } from "./enNames.ts";
import { amount, cardinal, decade, digits, fraction, mixed, ordinal, year } from "./enNumbers.ts";
import type { Unit } from "./units.ts";
import type { Amount, CalendarDate, ClockTime, Per, Verbaliser } from "./verbaliser.ts";

function isZero(text: string | null): boolean {
  return /^0*$/.test(text ?? "");
}

/** Returns the singular for exactly 1 and the plural for all other numbers, including 1.0 and one million. */
function nounFor(noun: Noun, { whole, fraction, scale }: Amount): string {
  return !fraction && !scale && withoutLeadingZeros(whole) === "1" ? noun.one : noun.many;
}

function perWords(per: Per | undefined): string {
  return per === undefined ? "" : ` per ${UNIT_NAMES[per].one}`;
}

/** Returns whether the decimals are the minor unit: there are at most two, and no scale. */
function hasMinor(value: Amount, { minor }: CurrencyName): boolean {
  return minor !== null && value.scale === null && (value.fraction ?? "").length <= 2;
}

/** Removes decimals that are not spoken: zero cents, and trailing zeros of a currency without a minor unit. */
function withSpokenDecimals(written: Amount, name: CurrencyName): Amount {
  if (written.fraction === null || written.scale !== null) return written;
  const value = { ...written, fraction: written.fraction.replace(/(?<=^\d\d+)0+$/, "") };
  if (hasMinor(value, name)) return isZero(value.fraction) ? { ...value, fraction: null } : value;
  return name.minor === null
    ? { ...value, fraction: value.fraction.replace(/(?<!0)0+$/, "") || null }
    : value;
}

function money(written: Amount, currency: Currency, per?: Per): string {
  const name = CURRENCY_NAMES[currency];
  const value = withSpokenDecimals(written, name);
  if (name.minor === null || value.fraction === null || !hasMinor(value, name)) {
    return `${amount(value)} ${nounFor(name, value)}${perWords(per)}`;
  }
  const major = { ...value, fraction: null };
  const minor = { ...value, negative: false, whole: value.fraction.padEnd(2, "0"), fraction: null };
  const minorWords = `${amount(minor)} ${nounFor(name.minor, minor)}`;
  const words = isZero(value.whole)
    ? `${value.negative ? "minus " : ""}${minorWords}`
    : `${amount(major)} ${nounFor(name, major)} and ${minorWords}`;
  return words + perWords(per);
}

function measure(value: Amount, unit: Unit, per?: Per): string {
  return `${amount(value)} ${nounFor(UNIT_NAMES[unit], value)}${perWords(per)}`;
}

function range(from: string, to: string): string {
  return `${from} to ${to}`;
}

/** Speaks a range of money. The name of the currency is spoken once, unless one end has a minor unit. */
function moneyRange(first: Amount, last: Amount, currency: Currency): string {
  const name = CURRENCY_NAMES[currency];
  const from = withSpokenDecimals(first, name);
  const to = withSpokenDecimals(last, name);
  const isMinorSpoken =
    to.scale === null && [from, to].some((end) => end.fraction !== null && hasMinor(end, name));
  if (isMinorSpoken) return range(money(from, currency), money(to, currency));
  return range(amount(from), money(to, currency));
}

/**
 * Speaks a date with the day after the month, in whatever order it is written: "December twenty-fifth, twenty
 * twenty-five".
 */
function date({ year: written, month, day }: CalendarDate): string {
  const monthWord = MONTHS[month - 1] ?? cardinal(String(month));
  const dayWords = day === null ? monthWord : `${monthWord} ${ordinal(String(day))}`;
  if (written === null) return dayWords;
  return `${dayWords}${day === null ? "" : ","} ${year(written)}`;
}

/** Returns the words of an hour on the twelve-hour clock. */
function twelveHour(hour: number): string {
  return cardinal(String(hour % 12 || 12));
}

/** Returns the words of a full hour that is written without a part of the day: "five o'clock"; after 12 with "p m". */
function fullHour(hour: number): string {
  if (hour >= 1 && hour <= 12) return `${twelveHour(hour)} o'clock`;
  return `${twelveHour(hour)} ${hour % 24 < 12 ? "a m" : "p m"}`;
}

function hourAndMinute({ hour, minute, part }: ClockTime): string {
  const isTwelveHour = part === "pm" || (part === "am" && hour === 0);
  const hourWords = isTwelveHour ? twelveHour(hour) : cardinal(String(hour));
  if (minute === null) return hourWords;
  if (minute === 0) return part === null ? fullHour(hour) : hourWords;
  return `${hourWords} ${minute < 10 ? "oh " : ""}${cardinal(String(minute))}`;
}

function counted(value: number, noun: Noun): string {
  return `${cardinal(String(value))} ${value === 1 ? noun.one : noun.many}`;
}

/** Speaks a time. A time with seconds is spoken like a duration: fourteen hours ten minutes and thirty seconds. */
function time(written: ClockTime): string {
  const { hour, minute, second, part } = written;
  const words = second
    ? [
        counted(hour, UNIT_NAMES.h),
        counted(minute ?? 0, UNIT_NAMES.min),
        "and",
        counted(second, UNIT_NAMES.s),
      ]
    : [hourAndMinute(written)];
  if (part !== null) words.push(part === "am" ? "a m" : "p m");
  return words.join(" ");
}

/** Speaks English, with American spelling. */
export const english: Verbaliser = {
  language: "en",
  cardinal,
  digits,
  phone: digits,
  amount,
  ordinal,
  year,
  decade,
  fraction,
  mixed,
  range,
  percent: (value) => `${amount(value)} percent`,
  money,
  measure,
  measureRange: (first, last, unit) => range(amount(first), measure(last, unit)),
  moneyRange,
  date,
  time,
  eras: { bc: "b c", ad: "a d", hijri: "hijri" },
  address: ADDRESS_SIGNS,
  operators: OPERATORS,
  words: {
    and: "and",
    about: "about",
    point: "point",
    hashtag: "hashtag",
    number: "number",
    version: "version",
    plus: "plus",
    to: "to",
    times: "times",
    ratio: "to",
    outOf: "out of",
  },
};

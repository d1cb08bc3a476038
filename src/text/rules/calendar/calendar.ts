import type { CalendarDate, Verbaliser } from "../../speak/verbaliser.ts";
import { MONTHS } from "./months.ts";
import type { Place } from "../rule.ts";

const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** Returns whether a day exists. February 29th exists if no year is given. */
export function exists(year: string | null, month: number, day: number): boolean {
  const last = DAYS[month - 1];
  if (last === undefined || day < 1 || day > last) return false;
  return month !== 2 || day < 29 || year === null || isLeap(Number(year));
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/**
 * Returns the four digits of a year; null if the digits are no year of a date. Two digits are a year from 1970 to 2069,
 * as in POSIX (69 to 68 there).
 */
export function fullYear(digits: string): string | null {
  if (digits.length === 2) return `${Number(digits) < 70 ? "20" : "19"}${digits}`;
  return /^[1-9]\d{3}$/.test(digits) ? digits : null;
}

/** Says a date. After "the", English says the day first: the third of March. */
export function spokenDate(verbaliser: Verbaliser, date: CalendarDate, { before }: Place): string {
  const { year, month, day } = date;
  if (verbaliser.language !== "en" || day === null || !/\bthe $/i.test(before))
    return verbaliser.date(date);
  return ofMonth(verbaliser, verbaliser.ordinal(String(day)), { month, year });
}

/** Before a date that begins with its day; these words leave no room for "the". */
const DETERMINER =
  /\b(?:the|this|that|each|every|next|last|past|an?|my|our|his|her|their|your|its|any|some) $/i;

/** Says the day before the month in English, as the text writes it: the third of March, twenty twenty-four. */
export function dayBeforeMonth(
  verbaliser: Verbaliser,
  { year, month, day }: CalendarDate,
  { before }: Place,
): string {
  const words = ofMonth(verbaliser, verbaliser.ordinal(String(day)), { month, year });
  return DETERMINER.test(before) ? words : `the ${words}`;
}

/** Joins the words of a day to its month in English: third of March, twenty twenty-four. */
export function ofMonth(
  verbaliser: Verbaliser,
  day: string,
  { month, year }: Pick<CalendarDate, "month" | "year">,
): string {
  return `${day} of ${MONTHS.en[month - 1] ?? ""}${year === null ? "" : `, ${verbaliser.year(year)}`}`;
}

/** Source of a pattern for the dash of a range. */
export const DASH = "(?: ?[-\u2013\u2014~] ?)";

/** Words that begin a sentence and seldom follow an abbreviation inside one, after a blank. */
const STARTER =
  /^ (?:The|An?|It|He|She|We|You|They|This|That|These|Those|There|Then|But|And|So|In|On|At|If|When|What|Why|How|My|Our|His|Her|I|Please|Let|Do|Don't|No|Yes|Is|Are|Can|After|Before|Saya|Aku|Kami|Kita|Dia|Mereka|Ini|Itu|Sila|Jangan|Tetapi|Tapi|Jika|Kalau|Semua|Selepas|Kemudian|Jom)(?![\p{L}])/u;

/** Returns whether a dot directly before `after` ends the sentence, though it belongs to an abbreviation too. */
export function endsSentence(after: string): boolean {
  return /^["')\]]*$/.test(after.trimEnd()) || STARTER.test(after);
}

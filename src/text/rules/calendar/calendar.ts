import type { CalendarDate, Verbaliser } from "../../speak/verbaliser.ts";
import { MONTHS } from "./months.ts";
import type { Place } from "../rule.ts";

const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** Returns whether a day exists. Without a year (null) 29 February exists. */
export function exists(year: string | null, month: number, day: number): boolean {
  const last = DAYS[month - 1];
  if (last === undefined || day < 1 || day > last) return false;
  return month !== 2 || day < 29 || year === null || isLeap(Number(year));
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/**
 * Returns the four digits of a year; null if the digits are not the year of a date. Two digits stand for a year from 1970
 * to 2069 (POSIX: 1969 to 2068).
 */
export function fullYear(digits: string): string | null {
  if (digits.length === 2) return `${Number(digits) < 70 ? "20" : "19"}${digits}`;
  return /^[1-9]\d{3}$/.test(digits) ? digits : null;
}

/** Speaks a date. After a written "the" the day comes first in English: the third of March. */
export function spokenDate(verbaliser: Verbaliser, date: CalendarDate, { before }: Place): string {
  const { year, month, day } = date;
  if (verbaliser.language !== "en" || day === null || !/\bthe $/i.test(before))
    return verbaliser.date(date);
  return ofMonth(verbaliser, verbaliser.ordinal(String(day)), { month, year });
}

/** Words before a date after which no "the" is spoken. */
const DETERMINER =
  /\b(?:the|this|that|each|every|next|last|past|an?|my|our|his|her|their|your|its|any|some) $/i;

/** Speaks a date in English with the day before the month: the third of March, twenty twenty-four. */
export function dayBeforeMonth(
  verbaliser: Verbaliser,
  { year, month, day }: CalendarDate,
  { before }: Place,
): string {
  const words = ofMonth(verbaliser, verbaliser.ordinal(String(day)), { month, year });
  return DETERMINER.test(before) ? words : `the ${words}`;
}

/** Joins the words of a day to the English month and year: third of March, twenty twenty-four. */
export function ofMonth(
  verbaliser: Verbaliser,
  day: string,
  { month, year }: Pick<CalendarDate, "month" | "year">,
): string {
  return `${day} of ${MONTHS.en[month - 1] ?? ""}${year === null ? "" : `, ${verbaliser.year(year)}`}`;
}

/** Source of a pattern for the dash of a range. */
export const DASH = "(?: ?[-\u2013\u2014~] ?)";

/** A blank and a word that begins a sentence; after an abbreviation inside a sentence such words are rare. */
const STARTER =
  /^ (?:The|An?|It|He|She|We|You|They|This|That|These|Those|There|Then|But|And|So|In|On|At|If|When|What|Why|How|My|Our|His|Her|I|Please|Let|Do|Don't|No|Yes|Is|Are|Can|After|Before|Saya|Aku|Kami|Kita|Dia|Mereka|Ini|Itu|Sila|Jangan|Tetapi|Tapi|Jika|Kalau|Semua|Selepas|Kemudian|Jom)(?![\p{L}])/u;

/** Returns whether the dot of an abbreviation directly before `after` also ends the sentence. */
export function endsSentence(after: string): boolean {
  return /^["')\]]*$/.test(after.trimEnd()) || STARTER.test(after);
}

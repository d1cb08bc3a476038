import type { Verbaliser } from "../../speak/verbaliser.ts";
import { bareMonthRule } from "./bareMonths.ts";
import { DASH, dayBeforeMonth, exists, fullYear, ofMonth, spokenDate } from "./calendar.ts";
import { MONTH, type MonthName, monthOf } from "./months.ts";
import { verbaliserOfMonth, nameOf } from "./monthLanguage.ts";
import type { Place, Rule } from "../rule.ts";

/** A date whose month is a word. */
interface Written {
  readonly name: MonthName;
  readonly day: string | null;
  readonly year: string | null;
  readonly monthFirst: boolean;
}

const START = String.raw`(?:(?<=\b(?:mid|early|late|pre|post)-)|(?<![\p{Script=Latin}\d_]|[\p{Script=Latin}\d][\-\/.:_@]|\d,))`;
const STOP = String.raw`(?![\p{Script=Latin}\d_%\/@]|[.:,\-]\d|-\p{L})`;
const DAY = String.raw`\d{1,2}(?:st|nd|rd|th)?(?![\p{L}\d])`;
const YEAR = String.raw`(?:[1-9]\d{3}|'\d\d)(?!\d)`;
/** `5 Jan. 2024`, `5th of January, 2024`, `05-Jan-24`. */
const DAY_FIRST = String.raw`(?:\d{1,2}(?:(?:st|nd|rd|th)?(?: (?:of )?)?|[\-\/])${MONTH}(?:[\-\/](?:[1-9]\d)?\d\d(?!\d)|(?:\.?,? |,|[\-\/])${YEAR})?)`;
/** `Jan. 5, 2024`, `January 5th`, `Jan-15-2020`. */
const MONTH_FIRST = String.raw`(?:${MONTH}(?:\.? ?${DAY}(?:,? ?${YEAR})?|[\-\/]\d{1,2}(?:[\-\/][1-9]\d{3})?(?!\d)))`;
const MONTH_YEAR = String.raw`(?:${MONTH}\.?,? ${YEAR})`;
const AND = String.raw`(?:${DASH}| (?:to|and|or|hingga|sampai|dan|atau|&) )`;

/** The dot after an abbreviated month at the end of a date. `withoutDot` decides whether it also ends the sentence. */
const LAST_DOT = String.raw`(?:(?<=\p{L})\.(?=[ ,]))?`;

const written = (source: string): RegExp => new RegExp(`${source}${LAST_DOT}`, "iuy");
/** `10-14 Mac`, `3rd and 4th March 2024`. */
const DAYS_MONTH = String.raw`${START}(\d{1,2})(?:st|nd|rd|th)?(${AND})(\d{1,2})(?:st|nd|rd|th)?(?: of)? ?(${MONTH})(?:\.?,? (${YEAR}))?${STOP}`;
/** `Aug 3-5, 2024`. */
const MONTH_DAYS = String.raw`${START}(${MONTH})\.? ?(\d{1,2})(?:st|nd|rd|th)?(${AND})(\d{1,2})(?:st|nd|rd|th)?(?![\p{L}\d])(?:,? (${YEAR}))?${STOP}`;
const DAY_FIRST_DATES = `${START}${DAY_FIRST}(?:\\.?${DASH}${DAY_FIRST})?${STOP}`;
const MONTH_FIRST_DATES = `${START}${MONTH_FIRST}(?:${DASH}${MONTH_FIRST})?${STOP}`;
/** `March 2024`, `Dec 2019-Mar 2020`, `Jan-Mac 2024`. */
const MONTHS_YEAR = `${START}(?:${MONTH_YEAR}|${MONTH}\\.?(?=${DASH}))(?:${DASH}${MONTH_YEAR})?${STOP}`;
/** `Jan-Mar`, `Julai - Ogos`. */
const TWO_MONTHS = `${START}(${MONTH})\\.?${DASH}(${MONTH})(?![\\p{Script=Latin}\\d_]| ?\\d)`;
/** Months that are also other words. With only a number they are a month only if the form is that of a date. */
const DOUBTFUL = /^(?:may|mac|mar|march|dec|sep|jan|dis|ogo)$/;
/** An abbreviated month with a dot before a day: `jan. 5`. */
const ABBREVIATED = /^(?:jan|mar|sep|dec)\. ?\d/i;
const MONTH_CUE = /\b(?:on|in|since|until|by|of|pada|bulan) $/i;
const COUNTED =
  /^ (?:people|orang|pelajar|students|workers|runners|men|women|km|miles|kilomet\w+|m|steps|times|kali)(?!\p{L})/iu;

function yearOf(digits: string | undefined): string | null {
  return digits === undefined ? null : fullYear(digits.replace(/\D/g, ""));
}

/** Parses one date; null if it does not exist. */
function parse(text: string): Written | null {
  const word = /\p{L}{3,}/u.exec(text)?.[0] ?? "";
  const name = monthOf(word);
  if (name === null) return null;
  const at = text.indexOf(word);
  const numbers = text.match(/\d+/g) ?? [];
  const isDay = at > 0 || numbers.length > 1 || (numbers[0] ?? "").length < 3;
  const hasDay =
    isDay && numbers.length > 0 && !/'\d/.test(text.slice(0, text.indexOf(numbers[0] ?? "") + 1));
  const day = hasDay ? (numbers[0] ?? null) : null;
  const year = yearOf(hasDay ? numbers[1] : numbers[0]);
  if (day !== null && !exists(year, name.month, Number(day))) return null;
  return { name, day, year, monthFirst: at === 0 };
}

/** Speaks one date. In Malay the name and the position of the month stay as written. */
function spokenOne(date: Written, verbaliser: Verbaliser, place: Place): string {
  const { name, day, year, monthFirst } = date;
  if (verbaliser.language !== "ms") {
    const { month } = name;
    const whole = { year, month, day: day === null ? null : Number(day), monthFirst };
    const isInChinese = /\p{Script=Han} ?$/u.test(place.before);
    if (monthFirst || day === null || isInChinese) return spokenDate(verbaliser, whole, place);
    return dayBeforeMonth(verbaliser, whole, place);
  }
  const month = nameOf(name, verbaliser);
  const dayWords = day === null ? [] : [verbaliser.cardinal(day)];
  const words = monthFirst ? [month, ...dayWords] : [...dayWords, month];
  return [...words, ...(year === null ? [] : [verbaliser.year(year)])].join(" ");
}

/** Speaks one date or a range of two dates with a dash. `single` is the source of a pattern for one date. */
function spokenDates(text: string, single: string, place: Place): string | null {
  const [first, second] = (text.match(new RegExp(single, "giu")) ?? []).map(parse);
  if (first === null || first === undefined || second === null) return null;
  const verbaliser = verbaliserOfMonth(second?.name.own === "ms" ? second.name : first.name, place);
  if (verbaliser === null) return null;
  const from = spokenOne(first, verbaliser, place);
  return second === undefined ? from : verbaliser.range(from, spokenOne(second, verbaliser, place));
}

/** Two days of one month. */
interface Days {
  readonly from: string;
  readonly between: string;
  readonly to: string;
  readonly month: string;
  readonly year: string | undefined;
  readonly monthFirst: boolean;
}

/** Speaks two days of one month: third to fifth of August, lima hingga tujuh Mac. */
function spokenDays(
  { from, between, to, month, year, monthFirst }: Days,
  place: Place,
): string | null {
  const name = monthOf(month);
  const verbaliser = name === null ? null : verbaliserOfMonth(name, place);
  if (name === null || verbaliser === null) return null;
  const yearDigits = yearOf(year);
  if (!exists(yearDigits, name.month, Number(to)) || Number(from) < 1) return null;
  if (Number(from) >= Number(to)) return null;
  const number = (day: string) =>
    verbaliser.language === "ms" ? verbaliser.cardinal(day) : verbaliser.ordinal(day);
  const days = /[-\u2013\u2014~]/.test(between)
    ? verbaliser.range(number(from), number(to))
    : `${number(from)}${between.replace("&", verbaliser.words.and)}${number(to)}`;
  const tail = yearDigits === null ? "" : ` ${verbaliser.year(yearDigits)}`;
  if (monthFirst) return `${nameOf(name, verbaliser)} ${days}${tail}`;
  if (verbaliser.language === "ms") return `${days} ${nameOf(name, verbaliser)}${tail}`;
  return ofMonth(verbaliser, days, { month: name.month, year: yearDigits });
}

/** Returns whether a match is about a month: "may" can be a verb, and "5 Mac" can be computers. */
function isMonth(text: string, place: Place): boolean {
  const word = /\p{L}{3,}/u.exec(text)?.[0] ?? "";
  const isLong = /\d{4}|\d(?:st|nd|rd|th)|'\d\d|\d[-/\u2013]/iu.test(text);
  if ((!isLong || /\d{4}$/.test(text)) && COUNTED.test(place.after)) return false;
  if (MONTH_CUE.test(place.before)) return true;
  if (/^mac$/i.test(word))
    return (isLong && /^\d/.test(text)) || place.verbaliser()?.language === "ms";
  if (!DOUBTFUL.test(word) || ABBREVIATED.test(text)) return true;
  return isLong && (word !== "may" || /^\d|\d(?:st|nd|rd|th)/.test(text));
}

/** Removes the dot at the end of a match unless it belongs to an abbreviated month inside a sentence. */
function withoutDot(text: string, { after }: Place): string {
  const isShort =
    /(?<!\p{L})\p{L}{3,4}\.$/u.test(text) && !/(?:may|june|july|mac|mei|jun)\.$/i.test(text);
  return isShort && /^(?: \p{Ll}|,)/u.test(after) ? text : text.slice(0, -1);
}

/** Adds blanks to words where they touch Han characters. */
function besideHan(words: string, { before, after }: Place): string {
  const han = /\p{Script=Han}/u;
  return `${han.test(before.at(-1) ?? "") ? " " : ""}${words}${han.test(after[0] ?? "") ? " " : ""}`;
}

/** Creates the rule of one form. `read` is called only for matches that are about a month. */
function rule(
  pattern: string,
  read: (match: RegExpExecArray, place: Place) => string | null,
): Rule {
  return {
    kind: "date",
    switch: "numbers",
    first: ["digit", "letter"],
    pattern: written(pattern),
    read(match, place) {
      const text = match[0].endsWith(".") ? withoutDot(match[0], place) : match[0];
      const spoken = isMonth(text, place) ? read(match, place) : null;
      return spoken === null ? null : { text: besideHan(spoken, place), length: text.length };
    },
  };
}

/** Dates with the name or the abbreviation of a month in English or Malay. */
export const writtenDateRules: readonly Rule[] = [
  rule(DAYS_MONTH, ([, from = "", between = "", to = "", month = "", year], place) =>
    spokenDays({ from, between, to, month, year, monthFirst: false }, place),
  ),
  rule(MONTH_DAYS, ([, month = "", from = "", between = "", to = "", year], place) => {
    // "On May 5 and 10 people came" names one day.
    if (/[a-z&]/i.test(between) && year === undefined && /^ [\p{L}]/u.test(place.after))
      return null;
    return spokenDays({ from, between, to, month, year, monthFirst: true }, place);
  }),
  rule(DAY_FIRST_DATES, ([text], place) => spokenDates(text, DAY_FIRST, place)),
  rule(MONTH_FIRST_DATES, ([text], place) => spokenDates(text, MONTH_FIRST, place)),
  rule(MONTHS_YEAR, ([text], place) => {
    if (!/\d/.test(text)) return null;
    return spokenDates(text, `${MONTH_YEAR}|${MONTH}`, place);
  }),
  rule(TWO_MONTHS, ([text], place) => spokenDates(text, MONTH, place)),
  bareMonthRule,
];

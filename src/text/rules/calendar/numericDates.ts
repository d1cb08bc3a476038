import type { CalendarDate, Verbaliser } from "../../speak/verbaliser.ts";
import { DASH, dayBeforeMonth, exists, fullYear, spokenDate } from "./calendar.ts";
import { NUMBER_BEFORE, SUM_AFTER, SUM_BEFORE } from "./dateContext.ts";
import { ADDRESS } from "../numbers/fraction.ts";
import type { DateOrder, Place, Rule } from "../rule.ts";

const START = String.raw`(?<![\p{Script=Latin}\d_]|[\p{Script=Latin}\d][\-.\/_]|\d[:,])`;
const STOP = String.raw`(?![\p{Script=Latin}\d_%]|[\-\/.:,\u2013~]\d|[\-\/][\p{Script=Latin}])`;
const ONE = String.raw`(?:\d{1,4}([\-\/.])\d{1,2}\N\d{1,4}|\d{1,2} \/ \d{1,2} \/ \d{4})`;

/** Dates of three numbers and their ranges: `25/12/2025`, `2025-12-25`, `25.12.2025`. */
const DATES = new RegExp(
  `${START}${ONE.replace("\\N", "\\1")}(?:${DASH}${ONE.replace("\\N", "\\2")})?${STOP}`,
  "uy",
);
/** Timestamps: `2025-12-25T14:30:00+08:00`. */
const TIMESTAMP = new RegExp(
  String.raw`${START}(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?(?:(Z)(?![\p{L}\d])|([+\-])(\d\d):?(\d\d)?(?!\d)|(?![\p{L}\d+\-]))`,
  "uy",
);
/** A year and a month: `2025-12`, `12/2025`. */
const MONTH_YEAR = new RegExp(
  String.raw`${START}(?:(\d{4})([\-\/])(\d\d)|(\d{1,2})([\-\/])(\d{4}))${STOP}`,
  "uy",
);
/** A day and a month: `15/3`, which is a fraction unless the text around it shows that it is a date. */
const DAY_MONTH = new RegExp(
  String.raw`${START}(\d{1,2})\/(\d{1,2})(?:${DASH}(\d{1,2})\/(\d{1,2}))?${STOP}`,
  "uy",
);

/** Days of one month: `cuti 1-3/5`. */
const DAYS_MONTH = new RegExp(
  String.raw`${START}(\d{1,2})${DASH}(\d{1,2})\/(\d{1,2})(?:\/(\d{4}))?${STOP}`,
  "uy",
);

/** Words before a version, which looks like a date. */
const VERSION = /(?:\bv|\bver|\bversion|\bversi|版本|\bip)[.:]? ?$/i;
/** Words directly before a date. */
const DATE_CUE =
  /(?:\b(?:on|due|dated?|deadline|until|till|since|pada|tarikh|bertarikh|hingga|sehingga|before|sebelum|selepas|sejak|mulai|bermula|menjelang|hadir|match|perlawanan|tamat|tutup|cuti|leave|minutes|ujian|peperiksaan|exam|birthday|closed|born|mon|tues?|wed|thur?s?|fri|sat|sun|tu|th|monday|tuesday|wednesday|thursday|friday|saturday|sunday|isnin|selasa|rabu|khamis|jumaat|sabtu|ahad|isn|sel|rab|kha|jum|sab|ahd)[,:.]{0,2}(?: (?:is|ialah|adalah))?|日期是?[:：]?|(?:deadline|birthday|due|exam) ?是|[今明昨后前]天|生日[是在]?|几号[?？]|截止|截至|[于於]|(?:星期|周|週)[一二三四五六日天][,，(]?) ?\(?$/i;
const SECOND_DATE =
  /(?:\b(?:on|pada|tarikh|tutup|cuti|closed)|几号[?？]) \d{1,2}\/\d{1,2},? (?:and|or|dan|atau|&) $/i;
/** Words before a date or a fraction. The numbers are a date if they are not a proper fraction. */
const WEAK_DATE_CUE =
  /\b(?:by|from|to|before|after|between|for|dari|daripada|ke|untuk) $|[在从自到至] ?$/i;
const WEEKDAY_AFTER =
  /^ ?[(,]? ?(?:(?:mon|tue|wed|thu|fri|sat|sun)(?:day|s|sday|nesday|rs|rsday|urday)?|isnin|selasa|rabu|khamis|jumaat|sabtu|ahad|星期|周[一二三四五六日])/i;
const DATE_AFTER = /^ (?:ni|nanti|depan|hb)(?!\p{L})/iu;
/** The text after a day that is a time: `5/6 at 7`, `5/6, 7:30pm`. */
const TIME_AFTER =
  /^,? (?:at |@ ?)\d{1,2}(?:[:.]\d\d| ?[ap]\.?m|[;,.]|$)|^, \d{1,2}(?::\d\d| ?[ap]\.?m)/iu;
const OF_WHOLE = /^ ?(?:of|daripada|dari|cup|cawan|的)(?!\p{L})/iu;

/** A date in digits; `isDayFirst`: true if English speaks the day before the month. */
interface NumericDate extends CalendarDate {
  readonly isDayFirst?: boolean;
}

/** Returns the date of three numbers; null if they are not a date. */
function dateOfThree(text: string, order: DateOrder): NumericDate | null {
  const [first = "", second = "", third = ""] = text.split(/[-/.]/);
  const mark = text[first.length] ?? "";
  if (first.length === 4) return third.length > 2 ? null : dateOf(first, second, third);
  if (first.length > 2) return null;
  if (third.length !== 4 && !isShort(text, mark)) return null;
  if (order === "ymd" && third.length === 2) return dateOf(first, second, third);
  const dayFirst = dateOf(third, second, first);
  const monthFirst = dateOf(third, first, second);
  if (order !== "mdy") return dayFirst ?? monthFirst;
  // If the day comes first although the order of the request is `mdy`, the day is spoken first too.
  const isDayFirst = mark !== "/" && monthFirst === null;
  return isDayFirst && dayFirst !== null ? { ...dayFirst, isDayFirst } : (monthFirst ?? dayFirst);
}

/** Returns whether the last number is a year of two digits, as in `12/5/25` and `12-05-25`; `12.5.25` is a version. */
function isShort(text: string, mark: string): boolean {
  return mark === "/" ? /\/\d\d$/.test(text) : mark === "-" && /^\d\d-\d\d-\d\d$/.test(text);
}

function dateOf(yearDigits: string, monthDigits: string, dayDigits: string): CalendarDate | null {
  const year = fullYear(yearDigits);
  const [month, day] = [Number(monthDigits), Number(dayDigits)];
  if (year === null || !exists(year, month, day)) return null;
  return { year, month, day, monthFirst: false };
}

/** Returns the date of a day and a month in the given order, or in the other order if only that date exists. */
function dayMonth(first: string, second: string, order: DateOrder): CalendarDate | null {
  const [a, b] = [Number(first), Number(second)];
  const readings = [order === "dmy" ? { day: a, month: b } : { day: b, month: a }];
  readings.push({ day: readings[0]?.month ?? 0, month: readings[0]?.day ?? 0 });
  const date = readings.find(({ day, month }) => exists(null, month, day));
  return date === undefined ? null : { year: null, ...date, monthFirst: false };
}

/** Speaks a date or a range of two dates; null if one of them does not exist. */
function spoken(dates: readonly (NumericDate | null)[], place: Place): string | null {
  const verbaliser = place.verbaliser();
  if (verbaliser === null) return null;
  const words: string[] = [];
  for (const date of dates) {
    if (date === null) return null;
    const isDayFirst = date.isDayFirst === true && verbaliser.language === "en";
    words.push(
      isDayFirst ? dayBeforeMonth(verbaliser, date, place) : spokenDate(verbaliser, date, place),
    );
  }
  const [from = "", to] = words;
  return to === undefined ? from : verbaliser.range(from, to);
}

/** Returns whether two numbers can be a day above 12 and a month. */
function isLateDay(top: string, bottom: string): boolean {
  const [day, month] = [Number(top), Number(bottom)];
  // "24/7" means around the clock.
  if (day === 24 && month === 7) return false;
  return day > 12 && day <= 31 && month > 1 && month <= 12;
}

/** Returns whether the text around two numbers with a slash shows that they are a date. */
function isDateInText(
  { before, after, verbaliser }: Place,
  [top, bottom]: readonly [string, string],
): boolean {
  if (OF_WHOLE.test(after) || ADDRESS.test(before)) return false;
  const isMalay = (): boolean => verbaliser()?.language === "ms";
  if (TIME_AFTER.test(after)) return true;
  if (DATE_CUE.test(before) || SECOND_DATE.test(before) || WEEKDAY_AFTER.test(after)) return true;
  if (DATE_AFTER.test(after) || (/[在于於] ?$/u.test(before) && /^ ?[之以]?前/u.test(after)))
    return true;
  // A fraction that is far above one occurs only in calculations.
  if (/是 ?$/.test(before) && isLateDay(top, bottom === "1" ? "2" : bottom)) return true;
  if (isMalay() && isLateDay(top, bottom) && !SUM_BEFORE.test(before) && !SUM_AFTER.test(after))
    return true;
  // Fractions have no leading zeros.
  if (/^0\d$/.test(top) || /^0\d$/.test(bottom)) return true;
  return WEAK_DATE_CUE.test(before) && Number(top) >= Number(bottom);
}

function timestamp(match: RegExpExecArray, verbaliser: Verbaliser): string | null {
  const [, year = "", month = "", day = "", hour = "", minute = "", second, ...zone] = match;
  const date = dateOf(year, month, day);
  if (date === null || Number(hour) > 24 || Number(minute) > 59) return null;
  const time = verbaliser.time({
    hour: Number(hour),
    minute: Number(minute),
    second: second === undefined || second === "00" ? null : Number(second),
    part: null,
    announced: false,
  });
  const words = `${verbaliser.date(date)} ${time}${spokenZone(zone, verbaliser)}`;
  return verbaliser.language === "zh"
    ? words.replace(/(?<=\p{Script=Han}) (?=\p{Script=Han})/gu, "")
    : words;
}

function spokenZone(
  [utc, sign, hours = "", minutes = "00"]: readonly (string | undefined)[],
  verbaliser: Verbaliser,
): string {
  if (utc !== undefined) return " U T C";
  if (sign === undefined) return "";
  const rest = minutes === "00" ? "" : ` ${verbaliser.cardinal(minutes)}`;
  return ` ${verbaliser.operators[sign === "-" ? "-" : "+"]} ${verbaliser.cardinal(hours)}${rest}`;
}

/** Dates that are written with digits and signs only. */
export const numericDateRules: readonly Rule[] = [
  {
    kind: "date",
    switch: "numbers",
    first: ["digit"],
    pattern: TIMESTAMP,
    read(match, place) {
      const verbaliser = place.verbaliser();
      return verbaliser === null ? null : timestamp(match, verbaliser);
    },
  },
  {
    kind: "date",
    switch: "numbers",
    first: ["digit"],
    pattern: DATES,
    read(match, place) {
      if (VERSION.test(place.before)) return null;
      const text = match[0].replaceAll(" / ", "/");
      const ends = text.match(/\d{1,4}([-/.])\d{1,2}\1\d{1,4}/g) ?? [];
      return spoken(
        ends.map((end) => dateOfThree(end, place.dateOrder)),
        place,
      );
    },
  },
  {
    kind: "date",
    switch: "numbers",
    first: ["digit"],
    pattern: MONTH_YEAR,
    read([, year, mark, after = "", before = "", mark2, year2 = ""], place) {
      if (year === undefined && NUMBER_BEFORE.test(place.before)) return null;
      const month = Number(year === undefined ? before : after);
      const digits = fullYear(year ?? year2);
      const verbaliser = place.verbaliser();
      if (verbaliser === null || month < 1 || month > 12) return null;
      if (digits === null || !/^(?:1[5-9]|20)/.test(digits)) return null;
      // 2010-12 can be a range of years, and 12-2010 two numbers.
      const isSure = (mark ?? mark2) === "/" || `${before}${after}`.startsWith("0");
      if (!isSure && (verbaliser.language !== "zh" || year === undefined)) return null;
      return verbaliser.date({ year: digits, month, day: null, monthFirst: true });
    },
  },
  {
    kind: "date",
    switch: "numbers",
    first: ["digit"],
    pattern: DAYS_MONTH,
    read([, first = "", last = "", month = "", year], place) {
      const [from, to] = [dayMonth(first, month, "dmy"), dayMonth(last, month, "dmy")];
      if (Number(first) >= Number(last) || Number(month) > 12) return null;
      const isDate = year !== undefined || DATE_CUE.test(place.before);
      const verbaliser = isDate ? place.verbaliser() : null;
      if (verbaliser === null || from === null || to === null) return null;
      const end = year === undefined ? to : { ...to, year };
      if (verbaliser.language !== "ms") return spoken([from, end], place);
      return verbaliser.range(verbaliser.cardinal(first), verbaliser.date(end));
    },
  },
  {
    kind: "date",
    switch: "numbers",
    first: ["digit"],
    pattern: DAY_MONTH,
    read([, first = "", second = "", third, fourth = ""], place) {
      // 28/2-1/3 are dates, because fractions far above one are rare.
      const isRange =
        third !== undefined &&
        (Math.max(Number(first), Number(third)) > 12 ||
          Math.min(Number(second), Number(fourth)) > 8);
      if (!isRange && !isDateInText(place, [first, second])) return null;
      const from = dayMonth(first, second, place.dateOrder);
      if (third === undefined) return spoken([from], place);
      return spoken([from, dayMonth(third, fourth, place.dateOrder)], place);
    },
  },
];

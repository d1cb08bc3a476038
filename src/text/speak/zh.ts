import type { Currency } from "./currencies.ts";
import { withoutLeadingZeros } from "./digitGroups.ts";
import { beginsWithMeasureWord } from "./measureWords.ts";
import type { Unit } from "./units.ts";
import type { Amount, CalendarDate, ClockTime, Per, Verbaliser } from "./verbaliser.ts";
import { CURRENCY_NAMES, MINOR_NAMES, PER_NAMES, UNIT_NAMES, UNIT_PREFIXES } from "./zhNames.ts";
import {
  amountWords,
  countWords,
  digitWords,
  type Two,
  wholeWords,
  withoutTrailingZeros,
} from "./zhNumbers.ts";

/** Speaks Chinese. There are no blanks between Han words. */
export const chinese: Verbaliser = {
  language: "zh",
  cardinal: (digits, next) => countWords(digits, twoBefore(next)),
  digits: digitWords,
  phone: (text) => digitWords(text).replaceAll("一", "幺"),
  amount: (amount, next) => amountWords(amount, twoBefore(next)),
  ordinal: (digits) => `第${wholeWords(digits, "二")}`,
  year: digitWords,
  decade,
  fraction,
  mixed: (whole, top, bottom) => `${wholeWords(whole, "二")}又${fraction(top, bottom)}`,
  range,
  percent,
  money,
  measure,
  measureRange,
  moneyRange,
  date,
  time,
  eras: { bc: "公元前", ad: "公元", hijri: "回历" },
  address: {
    ".": "dot",
    "@": "at",
    "-": "横杠",
    _: "下划线",
    "/": "斜杠",
    ":": "冒号",
    "+": "加号",
    "&": "和",
    "=": "等号",
    "#": "井号",
    "~": "波浪号",
    "%": "百分号",
  },
  operators: {
    "+": "加",
    "-": "减",
    "×": "乘",
    "÷": "除以",
    "=": "等于",
    "≠": "不等于",
    "≈": "约等于",
    ">": "大于",
    "<": "小于",
    "≥": "大于等于",
    "≤": "小于等于",
    "±": "正负",
    "^": "乘方",
    "²": "的平方",
    "³": "的立方",
    "√": "根号",
  },
  words: {
    and: "和",
    about: "大约",
    point: "点",
    hashtag: "hashtag",
    number: "第",
    version: "版本",
    plus: "加",
    to: "到",
    times: "倍",
    ratio: "比",
    outOf: "",
  },
};

function twoBefore(next = ""): Two {
  return beginsWithMeasureWord(next) ? "两" : "二";
}

/** Speaks the number of a decade; 年代 stays in the text. Two digits without a leading zero are a number: 八十, but 零零. */
function decade(digits: string): string {
  const isNumber = digits.length <= 2 && !digits.startsWith("0");
  return isNumber ? wholeWords(digits, "二") : digitWords(digits);
}

function fraction(top: string, bottom: string): string {
  return `${wholeWords(bottom, "二")}分之${wholeWords(top, "二")}`;
}

function range(from: string, to: string): string {
  return `${from}到${to}`;
}

function percent(amount: Amount): string {
  return `${amount.negative ? "负" : ""}百分之${amountWords({ ...amount, negative: false }, "二")}`;
}

function perWords(per: Per | undefined): string {
  return per === undefined ? "" : `每${PER_NAMES[per]}`;
}

function money(amount: Amount, currency: Currency, per?: Per): string {
  return perWords(per) + moneyWords(amount, currency);
}

/**
 * Speaks money without its rate. Ringgit are spoken with sen (十二令吉五十仙), other currencies with decimals (十三点五元). An
 * amount below one is spoken in hundredths if they have a name (九十九美分).
 */
function moneyWords(amount: Amount, currency: Currency): string {
  const name = CURRENCY_NAMES[currency];
  const minorName = MINOR_NAMES[currency];
  const minor = minorUnits(amount);
  const isBelowOne = withoutLeadingZeros(amount.whole) === "0";
  if (minor === null || minorName === undefined || (currency !== "MYR" && !isBelowOne)) {
    return amountWords(withoutIdleZeros(amount), "两") + name;
  }
  const sign = amount.negative ? "负" : "";
  const major = isBelowOne ? "" : wholeWords(amount.whole, "两") + name;
  return `${sign}${major}${wholeWords(minor, "两")}${minorName}`;
}

/** Returns the hundredths of an amount as two digits; null if there are none or more than two decimals. */
function minorUnits({ fraction, scale }: Amount): string | null {
  if (fraction === null || scale !== null || withoutTrailingZeros(fraction) === "") return null;
  return fraction.length > 2 ? null : fraction.padEnd(2, "0");
}

/** Removes trailing zeros of the decimals: 13.50 becomes 13.5. */
function withoutIdleZeros(amount: Amount): Amount {
  const fraction = withoutTrailingZeros(amount.fraction ?? "");
  return { ...amount, fraction: fraction === "" ? null : fraction };
}

function measure(amount: Amount, unit: Unit, per?: Per): string {
  return perWords(per) + (UNIT_PREFIXES[unit] ?? "") + quantity(amount, unit) + UNIT_NAMES[unit];
}

/** Speaks the number of a quantity: a temperature below zero with 零下, and 2 before a unit as 两. */
function quantity(amount: Amount, unit: Unit): string {
  const two = UNIT_NAMES[unit] === "" ? "二" : "两";
  if (!amount.negative || !isTemperature(unit)) return amountWords(amount, two);
  return `零下${amountWords({ ...amount, negative: false }, two)}`;
}

function isTemperature(unit: Unit): boolean {
  return unit === "°C" || unit === "°F";
}

/** Speaks a range of quantities. The unit follows the second number; below zero both have it: 零下五摄氏度到三摄氏度. */
function measureRange(first: Amount, last: Amount, unit: Unit): string {
  const from = withScaleOf(first, last);
  if (isTemperature(unit) && (first.negative || last.negative)) {
    return range(measure(from, unit), measure(last, unit));
  }
  return (
    (UNIT_PREFIXES[unit] ?? "") +
    range(quantity(from, unit), quantity(last, unit)) +
    UNIT_NAMES[unit]
  );
}

/** Speaks a range of money. The currency follows the second amount only, unless hundredths are spoken. */
function moneyRange(first: Amount, last: Amount, currency: Currency): string {
  const from = withScaleOf(first, last);
  const name = CURRENCY_NAMES[currency];
  const end = moneyWords(last, currency);
  const start = moneyWords(from, currency);
  if (!start.endsWith(name) || !end.endsWith(name)) return range(start, end);
  return range(start.slice(0, -name.length), end);
}

/** Gives the first amount of `$3-5 million` the scale of the second, because Chinese turns this scale into zeros. */
function withScaleOf(first: Amount, last: Amount): Amount {
  const isOwn = first.scale !== null || last.scale === "wan" || last.scale === "yi";
  return isOwn || !isSmaller(first, last) ? first : { ...first, scale: last.scale };
}

/** Returns whether the whole part of `first` is at most that of `last`. */
function isSmaller(first: Amount, last: Amount): boolean {
  const from = withoutLeadingZeros(first.whole);
  const to = withoutLeadingZeros(last.whole);
  return from.length === to.length ? from <= to : from.length < to.length;
}

function date({ year, month, day }: CalendarDate): string {
  const yearWords = year === null ? "" : `${digitWords(year)}年`;
  const dayWords = day === null ? "" : `${wholeWords(String(day), "二")}日`;
  return `${yearWords}${wholeWords(String(month), "二")}月${dayWords}`;
}

/** Speaks a time. Zero minutes and seconds at the end are left out: 三点, but 三点零分五秒. */
function time(clock: ClockTime): string {
  const { hour, part } = clock;
  const minute = clock.minute ?? 0;
  const second = clock.second ?? 0;
  const spokenHour = part === "pm" && hour > 12 ? hour - 12 : hour;
  let words = `${partWords(clock)}${wholeWords(String(spokenHour), "两")}点`;
  // In 00:00:00 all three numbers are spoken.
  if (clock.second === 0 && hour + minute === 0) return `${words}零分零秒`;
  if (minute > 0 || second > 0) words += `${clockDigits(minute)}分`;
  return second > 0 ? `${words}${clockDigits(second)}秒` : words;
}

/** Speaks minutes or seconds; below ten they begin with 零. */
function clockDigits(value: number): string {
  const words = wholeWords(String(value), "二");
  return value > 0 && value < 10 ? `零${words}` : words;
}

/** Returns the part of the day before the hour; "" if neither am nor pm is written. */
function partWords({ hour, part }: ClockTime): string {
  if (part === null) return "";
  if (part === "am") return hour === 12 ? "凌晨" : "上午";
  if (hour === 12) return "中午";
  return hour % 12 < 7 ? "下午" : "晚上";
}

import { describe, expect, test } from "bun:test";
import type { Currency } from "./currencies.ts";
import type { Unit } from "./units.ts";
import type { Amount, ClockTime, Scale } from "./verbaliser.ts";
import { chinese } from "./zh.ts";
import { CURRENCY_NAMES, UNIT_NAMES } from "./zhNames.ts";

/** Parses `-3.5` as an amount. */
function amount(written: string, scale: Scale | null = null): Amount {
  const negative = written.startsWith("-");
  const [whole = "", fraction = null] = written.replace("-", "").split(".");
  return { negative, whole, fraction, scale };
}

describe("a cardinal of Chinese", () => {
  test.each([
    ["2", undefined, "二"],
    ["2", "", "二"],
    ["2", "个妹妹", "两个妹妹"],
    ["2", " 本", "两 本"],
    ["2", "点", "两点"],
    ["2", "年后", "两年后"],
    ["2", "月", "二月"],
    ["2", "号", "二号"],
    ["2", "楼", "二楼"],
    ["2", "路车", "二路车"],
    ["12", "个", "十二个"],
    ["22", "个", "二十二个"],
    ["102", "个", "一百零二个"],
    ["200", "人", "两百人"],
    ["20000", "本书", "两万本书"],
    ["02", "天", "两天"],
    ["0", "个", "零个"],
  ])("speaks %s before %p as %s", (digits, next, words) => {
    expect(chinese.cardinal(digits, next) + (next ?? "")).toBe(words);
  });
});

describe("an amount of Chinese", () => {
  test.each([
    [amount("0"), "零"],
    [amount("-3"), "负三"],
    [amount("3.14"), "三点一四"],
    [amount("0.60"), "零点六零"],
    [amount(".5"), "零点五"],
    [amount("2.5"), "二点五"],
    [amount("5."), "五"],
    [amount("2"), "二"],
    [amount("200"), "两百"],
    [amount("200.5"), "两百点五"],
    [amount("2", "wan"), "两万"],
    [amount("6.42", "wan"), "六点四二万"],
    [amount("12", "yi"), "十二亿"],
    [amount("5", "thousand"), "五千"],
    [amount("1.5", "thousand"), "一千五百"],
    [amount("2", "million"), "两百万"],
    [amount("1.5", "million"), "一百五十万"],
    [amount("3.2", "billion"), "三十二亿"],
    [amount("1", "trillion"), "一万亿"],
    [amount("1000", "trillion"), "一千万亿"],
    [amount("0.5", "million"), "五十万"],
  ])("%j is %s", (given, words) => {
    expect(chinese.amount(given)).toBe(words);
  });

  test("speaks 2 as 两 before a measure word and as 二 with decimals", () => {
    expect(chinese.amount(amount("2"), "个")).toBe("两");
    expect(chinese.amount(amount("-2"), "个")).toBe("负两");
    expect(chinese.amount(amount("2.2"), "个")).toBe("二点二");
  });
});

test.each([
  ["1", "第一"],
  ["2", "第二"],
  ["12", "第十二"],
  ["22", "第二十二"],
  ["200", "第二百"],
])("the ordinal of %s is %s", (digits, words) => {
  expect(chinese.ordinal(digits)).toBe(words);
});

test.each([
  ["1998", "一九九八"],
  ["2008", "二零零八"],
  ["618", "六一八"],
  ["98", "九八"],
  ["05", "零五"],
])("the year %s is %s", (digits, words) => {
  expect(chinese.year(digits)).toBe(words);
});

test.each([
  ["80", "八十"],
  ["1980", "一九八零"],
  ["20", "二十"],
  ["00", "零零"],
])("the number of the decade %s is %s", (digits, words) => {
  expect(chinese.decade(digits)).toBe(words);
});

test("fractions are spoken with the denominator first", () => {
  expect(chinese.fraction("1", "5")).toBe("五分之一");
  expect(chinese.fraction("3", "16")).toBe("十六分之三");
  expect(chinese.fraction("1", "2")).toBe("二分之一");
  expect(chinese.mixed("2", "1", "2")).toBe("二又二分之一");
});

test("ranges have 到 between their ends", () => {
  expect(chinese.range("三", "五")).toBe("三到五");
});

test.each([
  ["50", "百分之五十"],
  ["2", "百分之二"],
  ["6.3", "百分之六点三"],
  ["-0.5", "负百分之零点五"],
  ["100", "百分之一百"],
  ["200", "百分之两百"],
])("%s percent is %s", (written, words) => {
  expect(chinese.percent(amount(written))).toBe(words);
});

describe("money of Chinese", () => {
  const cases: readonly [Amount, Currency, string][] = [
    [amount("50"), "MYR", "五十令吉"],
    [amount("50.00"), "MYR", "五十令吉"],
    [amount("12.50"), "MYR", "十二令吉五十仙"],
    [amount("12.5"), "MYR", "十二令吉五十仙"],
    [amount("12.05"), "MYR", "十二令吉五仙"],
    [amount("2.02"), "MYR", "两令吉两仙"],
    [amount("0.80"), "MYR", "八十仙"],
    [amount("0.00"), "MYR", "零令吉"],
    [amount("2.053"), "MYR", "二点零五三令吉"],
    [amount("-5"), "MYR", "负五令吉"],
    [amount("-0.50"), "MYR", "负五十仙"],
    [amount("3.5", "wan"), "MYR", "三点五万令吉"],
    [amount("1.2", "million"), "MYR", "一百二十万令吉"],
    [amount("2"), "MYR", "两令吉"],
    [amount("100"), "USD", "一百美元"],
    [amount("13.5"), "USD", "十三点五美元"],
    [amount("1.25"), "USD", "一点二五美元"],
    [amount("0.99"), "USD", "九十九美分"],
    [amount("2"), "CNY", "两元"],
    [amount("13.5"), "CNY", "十三点五元"],
    [amount("13.50"), "CNY", "十三点五元"],
    [amount("0.5"), "CNY", "零点五元"],
    [amount("200"), "JPY", "两百日元"],
  ];

  test.each(cases)("%j %s is %s", (given, currency, words) => {
    expect(chinese.money(given, currency)).toBe(words);
  });

  const ranges: readonly [Amount, Amount, string][] = [
    [amount("5"), amount("10"), "五到十令吉"],
    [amount("5.50"), amount("10"), "五令吉五十仙到十令吉"],
    [amount("2"), amount("3"), "两到三令吉"],
    [amount("3", "wan"), amount("5", "wan"), "三万到五万令吉"],
    [amount("3"), amount("5", "million"), "三百万到五百万令吉"],
    [amount("500"), amount("1", "thousand"), "五百到一千令吉"],
  ];

  test.each(ranges)("%j to %j is %s", (first, last, words) => {
    expect(chinese.moneyRange(first, last, "MYR")).toBe(words);
  });
});

test("the unit of a rate is spoken first, with 每", () => {
  expect(chinese.money(amount("50"), "MYR", "month")).toBe("每月五十令吉");
  expect(chinese.money(amount("5"), "MYR", "kg")).toBe("每千克五令吉");
  expect(chinese.money(amount("10"), "USD", "person")).toBe("每人十美元");
  expect(chinese.measure(amount("2"), "L", "day")).toBe("每天两升");
});

describe("a quantity of Chinese", () => {
  const cases: readonly [string, Unit, string][] = [
    ["5", "kg", "五千克"],
    ["2", "km", "两公里"],
    ["2.5", "km", "二点五公里"],
    ["0", "°C", "零摄氏度"],
    ["38", "°C", "三十八摄氏度"],
    ["-3", "°C", "零下三摄氏度"],
    ["-3.5", "°F", "零下三点五华氏度"],
    ["-30", "°", "负三十度"],
    ["120", "m²", "一百二十平方米"],
    ["10", "km²", "十平方千米"],
    ["110", "km/h", "每小时一百一十公里"],
    ["2", "m/s", "每秒两米"],
    ["100", "Mbps", "每秒一百兆比特"],
    ["10", "ms", "十毫秒"],
    ["2", "min", "两分钟"],
    ["16", "GB", "十六吉字节"],
    ["400", "ppm", "百万分之四百"],
    ["2", "ppm", "百万分之二"],
  ];

  test.each(cases)("%s %s is %s", (written, unit, words) => {
    expect(chinese.measure(amount(written), unit)).toBe(words);
  });

  const ranges: readonly [string, string, Unit, string][] = [
    ["5", "10", "kg", "五到十千克"],
    ["2", "3", "kg", "两到三千克"],
    ["60", "80", "km/h", "每小时六十到八十公里"],
    ["20", "25", "°C", "二十到二十五摄氏度"],
    ["-5", "3", "°C", "零下五摄氏度到三摄氏度"],
  ];

  test.each(ranges)("%s to %s %s is %s", (first, last, unit, words) => {
    expect(chinese.measureRange(amount(first), amount(last), unit)).toBe(words);
  });
});

test.each([
  ["2025", 12, 25, "二零二五年十二月二十五日"],
  ["2024", 2, 2, "二零二四年二月二日"],
  [null, 8, 31, "八月三十一日"],
  ["2008", 8, null, "二零零八年八月"],
  ["98", 10, 1, "九八年十月一日"],
])("the date %p-%p-%p is %s", (year, month, day, words) => {
  expect(chinese.date({ year, month, day, monthFirst: false })).toBe(words);
});

describe("a time of Chinese", () => {
  const cases: readonly [string, ClockTime["part"], string][] = [
    ["3:45", null, "三点四十五分"],
    ["14:30", null, "十四点三十分"],
    ["9:05", null, "九点零五分"],
    ["2", null, "两点"],
    ["2:00", null, "两点"],
    ["2:02", null, "两点零二分"],
    ["12:12", null, "十二点十二分"],
    ["0:10", null, "零点十分"],
    ["24:00", null, "二十四点"],
    ["5:35:36", null, "五点三十五分三十六秒"],
    ["13:10:05", null, "十三点十分零五秒"],
    ["13:00:05", null, "十三点零分零五秒"],
    ["13:00:00", null, "十三点"],
    ["8:00", "am", "上午八点"],
    ["1:02:36", "am", "上午一点零二分三十六秒"],
    ["12:30", "am", "凌晨十二点三十分"],
    ["12", "pm", "中午十二点"],
    ["3:00", "pm", "下午三点"],
    ["15:45", "pm", "下午三点四十五分"],
    ["6", "pm", "下午六点"],
    ["7", "pm", "晚上七点"],
    ["11:30", "pm", "晚上十一点三十分"],
  ];

  test.each(cases)("%s %p is %s", (written, part, words) => {
    const [hour = 0, minute = null, second = null] = written.split(":").map(Number);
    expect(chinese.time({ hour, minute, second, part, announced: false })).toBe(words);
  });
});

test("names and signs contain no digit, symbol or blank", () => {
  const { address, operators, words, eras } = chinese;
  const all = [address, operators, words, eras, CURRENCY_NAMES, UNIT_NAMES].flatMap((names) =>
    Object.values(names),
  );
  for (const name of all) expect(name).toMatch(/^(?:\p{Script=Han}*|dot|at|hashtag)$/u);
});

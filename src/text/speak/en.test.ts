import { describe, expect, test } from "bun:test";
import { CURRENCY_SIGNS } from "./currencies.ts";
import type { Currency } from "./currencies.ts";
import { english } from "./en.ts";
import { CURRENCY_NAMES, MONTHS, UNIT_NAMES } from "./enNames.ts";
import type { Unit } from "./units.ts";
import type { Amount, CalendarDate, ClockTime, Per, Scale } from "./verbaliser.ts";

/** Reads `-1.50` as an amount. */
function value(text: string, scale: Scale | null = null): Amount {
  const negative = text.startsWith("-");
  const [whole = "", fraction = null] = (negative ? text.slice(1) : text).split(".");
  return { negative, whole, fraction, scale };
}

function clock(text: string, part: ClockTime["part"]): ClockTime {
  const [hour = 0, minute = null, second = null] = text.split(":").map(Number);
  return { hour, minute, second, part, announced: false };
}

describe("cardinal", () => {
  test.each([
    ["", "zero"],
    ["0", "zero"],
    ["000", "zero"],
    ["007", "seven"],
    ["10", "ten"],
    ["11", "eleven"],
    ["19", "nineteen"],
    ["20", "twenty"],
    ["42", "forty-two"],
    ["99", "ninety-nine"],
    ["100", "one hundred"],
    ["101", "one hundred one"],
    ["110", "one hundred ten"],
    ["1000", "one thousand"],
    ["1001", "one thousand one"],
    ["1250", "one thousand two hundred fifty"],
    ["12000", "twelve thousand"],
    ["3405000", "three million four hundred five thousand"],
    ["1000000", "one million"],
    ["2000000000", "two billion"],
    ["1000000000000", "one trillion"],
    [
      "999888777666555",
      "nine hundred ninety-nine trillion eight hundred eighty-eight billion seven hundred seventy-seven million six hundred sixty-six thousand five hundred fifty-five",
    ],
    ["000000999888777666555", english.cardinal("999888777666555")],
    ["1000000000000002", `one ${"zero ".repeat(14)}two`],
  ])("of %p is %p", (digits, expected) => {
    expect(english.cardinal(digits)).toBe(expected);
  });

  test("reads 100,000 digits one by one", () => {
    expect(english.cardinal("9".repeat(100_000))).toHaveLength(499_999);
  });
});

describe("digits", () => {
  test.each([
    ["", ""],
    ["0", "zero"],
    ["012-345", "zero one two three four five"],
    ["A1 (2)", "one two"],
  ])("of %p are %p", (text, expected) => {
    expect(english.digits(text)).toBe(expected);
  });
});

describe("amount", () => {
  test.each<[string, Scale | null, string]>([
    ["0", null, "zero"],
    ["-7", null, "minus seven"],
    ["3.14159", null, "three point one four one five nine"],
    ["0.05", null, "zero point zero five"],
    [".5", null, "zero point five"],
    ["-.5", null, "minus zero point five"],
    ["9.0", null, "nine point zero"],
    ["5.", null, "five"],
    ["3", "thousand", "three thousand"],
    ["1.5", "million", "one point five million"],
    ["1.50", "billion", "one point five zero billion"],
    ["2", "trillion", "two trillion"],
    ["3", "wan", "thirty thousand"],
    ["3.5", "wan", "thirty-five thousand"],
    ["6.42", "yi", "six hundred forty-two million"],
    ["1.23456", "wan", "twelve thousand three hundred forty-five point six"],
    ["0.5", "wan", "five thousand"],
  ])("of %p with scale %p is %p", (text, scale, expected) => {
    expect(english.amount(value(text, scale))).toBe(expected);
  });
});

describe("ordinal", () => {
  test.each([
    ["0", "zeroth"],
    ["1", "first"],
    ["2", "second"],
    ["03", "third"],
    ["4", "fourth"],
    ["5", "fifth"],
    ["8", "eighth"],
    ["9", "ninth"],
    ["10", "tenth"],
    ["11", "eleventh"],
    ["12", "twelfth"],
    ["19", "nineteenth"],
    ["20", "twentieth"],
    ["22", "twenty-second"],
    ["100", "one hundredth"],
    ["101", "one hundred first"],
    ["1000", "one thousandth"],
    ["1000000", "one millionth"],
  ])("of %p is %p", (digits, expected) => {
    expect(english.ordinal(digits)).toBe(expected);
  });
});

describe("year", () => {
  test.each([
    ["0", "zero"],
    ["00", "two thousand"],
    ["05", "oh five"],
    ["44", "forty-four"],
    ["99", "ninety-nine"],
    ["800", "eight hundred"],
    ["0800", "eight hundred"],
    ["1000", "one thousand"],
    ["1005", "one thousand five"],
    ["1066", "ten sixty-six"],
    ["1100", "eleven hundred"],
    ["1900", "nineteen hundred"],
    ["1905", "nineteen oh five"],
    ["1910", "nineteen ten"],
    ["1998", "nineteen ninety-eight"],
    ["2000", "two thousand"],
    ["2005", "two thousand five"],
    ["2010", "twenty ten"],
    ["2024", "twenty twenty-four"],
    ["2100", "twenty-one hundred"],
    ["3000", "three thousand"],
    ["12000", "twelve thousand"],
  ])("of %p is %p", (digits, expected) => {
    expect(english.year(digits)).toBe(expected);
  });
});

describe("decade", () => {
  test.each([
    ["1980", "nineteen eighties"],
    ["1900", "nineteen hundreds"],
    ["1910", "nineteen tens"],
    ["2000", "two thousands"],
    ["2020", "twenty twenties"],
    ["00", "two thousands"],
    ["10", "tens"],
    ["90", "nineties"],
    ["100", "hundreds"],
    ["1000", "thousands"],
    ["1000000", "millions"],
    ["1100", "eleven hundreds"],
    ["1006", "one thousand sixes"],
  ])("of %p is %p", (digits, expected) => {
    expect(english.decade(digits)).toBe(expected);
  });
});

describe("fraction", () => {
  test.each([
    ["1", "2", "one half"],
    ["01", "02", "one half"],
    ["3", "2", "three halves"],
    ["2", "3", "two thirds"],
    ["1", "4", "one quarter"],
    ["3", "4", "three quarters"],
    ["0", "5", "zero fifths"],
    ["5", "16", "five sixteenths"],
    ["3", "20", "three twentieths"],
    ["1", "100", "one hundredth"],
    ["7", "1000", "seven thousandths"],
    ["5", "0", "five over zero"],
    ["5", "1", "five over one"],
    ["1", "365", "one over three hundred sixty-five"],
    ["120", "80", "one hundred twenty over eighty"],
    ["1", `1${"0".repeat(15)}`, `one over one${" zero".repeat(15)}`],
  ])("of %p and %p is %p", (top, bottom, expected) => {
    expect(english.fraction(top, bottom)).toBe(expected);
  });

  test.each([
    ["2", "1", "2", "two and a half"],
    ["1", "1", "4", "one and a quarter"],
    ["5", "3", "4", "five and three quarters"],
    ["10", "1", "3", "ten and one third"],
  ])("of the mixed number %p %p/%p is %p", (whole, top, bottom, expected) => {
    expect(english.mixed(whole, top, bottom)).toBe(expected);
  });
});

test.each([
  ["15", "fifteen percent"],
  ["2.7", "two point seven percent"],
  ["-1", "minus one percent"],
  ["100", "one hundred percent"],
])("percent of %p is %p", (text, expected) => {
  expect(english.percent(value(text))).toBe(expected);
});

test("range says 'to' between its ends", () => {
  expect(english.range("five", "ten")).toBe("five to ten");
});

describe("money", () => {
  test.each<[string, Currency, string]>([
    ["0", "USD", "zero dollars"],
    ["1", "USD", "one dollar"],
    ["01", "USD", "one dollar"],
    ["1.00", "USD", "one dollar"],
    ["20", "EUR", "twenty euros"],
    ["3.50", "USD", "three dollars and fifty cents"],
    ["3.5", "USD", "three dollars and fifty cents"],
    ["3.05", "USD", "three dollars and five cents"],
    [".5", "USD", "fifty cents"],
    ["0.99", "USD", "ninety-nine cents"],
    ["0.01", "USD", "one cent"],
    ["0.00", "USD", "zero dollars"],
    ["-5", "USD", "minus five dollars"],
    ["-0.50", "USD", "minus fifty cents"],
    ["-1.25", "USD", "minus one dollar and twenty-five cents"],
    ["0.125", "USD", "zero point one two five dollars"],
    ["2340.75", "USD", "two thousand three hundred forty dollars and seventy-five cents"],
    ["12.90", "MYR", "twelve ringgit and ninety sen"],
    ["1.01", "MYR", "one ringgit and one sen"],
    ["1.01", "GBP", "one pound and one penny"],
    ["250.20", "GBP", "two hundred fifty pounds and twenty pence"],
    ["1", "JPY", "one yen"],
    ["100.00", "JPY", "one hundred yen"],
    ["13.50", "CNY", "thirteen point five yuan"],
    ["2", "INR", "two rupees"],
    ["1.01", "INR", "one rupee and one paisa"],
    ["0.050", "BTC", "zero point zero five bitcoins"],
    ["5", "SGD", "five Singapore dollars"],
  ])("of %p %s is %p", (text, currency, expected) => {
    expect(english.money(value(text), currency)).toBe(expected);
  });

  test.each<[string, Scale, string]>([
    ["1", "million", "one million dollars"],
    ["1.5", "million", "one point five million dollars"],
    ["1.25", "billion", "one point two five billion dollars"],
    ["-3", "thousand", "minus three thousand dollars"],
    ["3.5", "wan", "thirty-five thousand dollars"],
  ])("of %p %s keeps its decimals before the scale: %p", (text, scale, expected) => {
    expect(english.money(value(text, scale), "USD")).toBe(expected);
  });

  test.each<[string, Per, string]>([
    ["10", "month", "ten dollars per month"],
    ["0.50", "kg", "fifty cents per kilogram"],
    ["2.05", "L", "two dollars and five cents per liter"],
    ["1", "person", "one dollar per person"],
    ["1000", "m²", "one thousand dollars per square meter"],
  ])("of %p for each %s is %p", (text, per, expected) => {
    expect(english.money(value(text), "USD", per)).toBe(expected);
  });

  test.each<[Amount, Amount, string]>([
    [value("5"), value("10"), "five to ten dollars"],
    [value("5.00"), value("10.00"), "five to ten dollars"],
    [value("2.50"), value("3"), "two dollars and fifty cents to three dollars"],
    [value("1.5"), value("2", "million"), "one point five to two million dollars"],
    [value("5", "million"), value("10", "million"), "five million to ten million dollars"],
  ])("of a range from %j to %j is %p", (first, last, expected) => {
    expect(english.moneyRange(first, last, "USD")).toBe(expected);
  });
});

describe("measure", () => {
  test.each<[string, Unit, string]>([
    ["0", "km", "zero kilometers"],
    ["1", "km", "one kilometer"],
    ["1.0", "km", "one point zero kilometers"],
    ["1.5", "km", "one point five kilometers"],
    ["0.5", "km", "zero point five kilometers"],
    ["5", "kg", "five kilograms"],
    ["-1", "°C", "minus one degree celsius"],
    ["32", "°C", "thirty-two degrees celsius"],
    ["90", "°", "ninety degrees"],
    ["110", "km/h", "one hundred ten kilometers per hour"],
    ["1", "mph", "one mile per hour"],
    ["20", "m²", "twenty square meters"],
    ["6", "ft", "six feet"],
    ["1", "sq ft", "one square foot"],
    ["11", "in", "eleven inches"],
    ["50", "Hz", "fifty hertz"],
    ["100", "Mbps", "one hundred megabits per second"],
  ])("of %p %s is %p", (text, unit, expected) => {
    expect(english.measure(value(text), unit)).toBe(expected);
  });

  test("has the plural of the unit after a scale", () => {
    expect(english.measure(value("1", "million"), "km")).toBe("one million kilometers");
  });

  test("speaks the unit of a rate", () => {
    expect(english.measure(value("60"), "mg", "day")).toBe("sixty milligrams per day");
  });

  test("has the unit of a range once", () => {
    expect(english.measureRange(value("5"), value("10"), "kg")).toBe("five to ten kilograms");
  });
});

describe("date", () => {
  test.each<[CalendarDate, string]>([
    [
      { year: "2025", month: 12, day: 25, monthFirst: false },
      "December twenty-fifth, twenty twenty-five",
    ],
    [
      { year: "1957", month: 8, day: 31, monthFirst: false },
      "August thirty-first, nineteen fifty-seven",
    ],
    [{ year: "2024", month: 3, day: 3, monthFirst: true }, "March third, twenty twenty-four"],
    [{ year: "05", month: 2, day: 1, monthFirst: false }, "February first, oh five"],
    [{ year: "2025", month: 12, day: null, monthFirst: true }, "December twenty twenty-five"],
    [{ year: null, month: 1, day: 5, monthFirst: true }, "January fifth"],
    [{ year: null, month: 9, day: null, monthFirst: true }, "September"],
    [{ year: null, month: 13, day: 2, monthFirst: false }, "thirteen second"],
  ])("of %j is %p", (date, expected) => {
    expect(english.date(date)).toBe(expected);
  });

  test("has names for twelve months", () => {
    expect(MONTHS).toHaveLength(12);
  });
});

describe("time", () => {
  test.each<[string, ClockTime["part"], string]>([
    ["3:45", "pm", "three forty-five p m"],
    ["9", "am", "nine a m"],
    ["9:00", "am", "nine a m"],
    ["6:05", "am", "six oh five a m"],
    ["12:00", "pm", "twelve p m"],
    ["0:30", "am", "twelve thirty a m"],
    ["14:30", "pm", "two thirty p m"],
    ["14:30", "am", "fourteen thirty a m"],
    ["9", null, "nine"],
    ["10:00", null, "ten o'clock"],
    ["12:00", null, "twelve o'clock"],
    ["14:00", null, "two p m"],
    ["23:00", null, "eleven p m"],
    ["0:00", null, "twelve a m"],
    ["24:00", null, "twelve a m"],
    ["14:30", null, "fourteen thirty"],
    ["0:15", null, "zero fifteen"],
    ["0:05", null, "zero oh five"],
    ["5:35:36", null, "five hours thirty-five minutes and thirty-six seconds"],
    ["5:35:01", null, "five hours thirty-five minutes and one second"],
    ["5:35:00", null, "five thirty-five"],
    ["5:00:36", null, "five hours zero minutes and thirty-six seconds"],
    ["5:35:36", "pm", "five hours thirty-five minutes and thirty-six seconds p m"],
  ])("of %p with part %p is %p", (text, part, expected) => {
    expect(english.time(clock(text, part))).toBe(expected);
  });
});

describe("the words of English", () => {
  const names = [...Object.values(UNIT_NAMES), ...Object.values(CURRENCY_NAMES)].flatMap(
    ({ one, many }) => [one, many],
  );
  const others = [english.eras, english.address, english.operators, english.words].flatMap(
    (table): string[] => Object.values(table),
  );

  test("contain neither digits nor symbols", () => {
    for (const words of [...names, ...others, ...MONTHS]) expect(words).toMatch(/^[A-Za-z ]+$/);
  });

  test("are in lower case except months and nationalities", () => {
    for (const words of others) expect(words).toBe(words.toLowerCase());
  });

  test("contain a name for each currency with a sign", () => {
    for (const currency of Object.values(CURRENCY_SIGNS)) {
      expect(english.money(value("2"), currency)).toStartWith("two ");
    }
  });
});

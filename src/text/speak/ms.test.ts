import { describe, expect, test } from "bun:test";
import { CURRENCY_SIGNS, type Currency } from "./currencies.ts";
import { indonesian } from "./indonesian.fake.ts";
import { MALAY_WORDS, malay } from "./ms.ts";
import type { Unit } from "./units.ts";
import type { Amount, CalendarDate, ClockTime, Per, Scale } from "./verbaliser.ts";

/** Parses `-1.5` with an optional scale. */
function amount(text: string, scale: Scale | null = null): Amount {
  const [whole = "", fraction = null] = text.replace("-", "").split(".");
  return { negative: text.startsWith("-"), whole, fraction, scale };
}

function date(year: string | null, month: number, day: number | null): CalendarDate {
  return { year, month, day, monthFirst: false };
}

/** Parses `8:30 pm` as a time without "pukul" before it. */
function clock(text: string): ClockTime {
  const [digits = "", part] = text.split(" ");
  const [hour = 0, minute = null, second = null] = digits.split(":").map(Number);
  return {
    hour,
    minute,
    second,
    part: part === "am" || part === "pm" ? part : null,
    announced: false,
  };
}

const CURRENCIES: readonly Currency[] = [...new Set(Object.values(CURRENCY_SIGNS))];
const isUnit = (name: string): name is Unit => name in MALAY_WORDS.units;
const UNITS: readonly Unit[] = Object.keys(MALAY_WORDS.units).filter(isUnit);

describe("cardinal", () => {
  test.each([
    ["", "kosong"],
    ["0", "kosong"],
    ["000", "kosong"],
    ["1", "satu"],
    ["8", "lapan"],
    ["008", "lapan"],
    ["10", "sepuluh"],
    ["11", "sebelas"],
    ["12", "dua belas"],
    ["18", "lapan belas"],
    ["19", "sembilan belas"],
    ["20", "dua puluh"],
    ["21", "dua puluh satu"],
    ["99", "sembilan puluh sembilan"],
    ["100", "seratus"],
    ["101", "seratus satu"],
    ["110", "seratus sepuluh"],
    ["111", "seratus sebelas"],
    ["200", "dua ratus"],
    ["1000", "seribu"],
    ["1001", "seribu satu"],
    ["1100", "seribu seratus"],
    ["2000", "dua ribu"],
    ["11000", "sebelas ribu"],
    ["21000", "dua puluh satu ribu"],
    ["87411", "lapan puluh tujuh ribu empat ratus sebelas"],
    ["100000", "seratus ribu"],
    ["101000", "seratus satu ribu"],
    ["1000000", "satu juta"],
    ["1000001", "satu juta satu"],
    ["1001000", "satu juta seribu"],
    ["1000000000", "satu bilion"],
    ["100000000000000", "seratus trilion"],
    [
      "999999999999999",
      "sembilan ratus sembilan puluh sembilan trilion sembilan ratus sembilan puluh sembilan bilion " +
        "sembilan ratus sembilan puluh sembilan juta sembilan ratus sembilan puluh sembilan ribu " +
        "sembilan ratus sembilan puluh sembilan",
    ],
    [
      "1000000000000008",
      "satu kosong kosong kosong kosong kosong kosong kosong kosong kosong kosong kosong kosong kosong kosong lapan",
    ],
    ["0000000000000008", "lapan"],
  ])("says %p as %p", (digits, expected) => {
    expect(malay.cardinal(digits)).toBe(expected);
  });

  test("differs for every number up to 20,000", () => {
    const spoken = Array.from({ length: 20_001 }, (_, value) => malay.cardinal(String(value)));
    expect(new Set(spoken).size).toBe(20_001);
  });

  test("speaks 100,000 digits in linear time", () => {
    expect(malay.cardinal("8".repeat(100_000))).toHaveLength(100_000 * "lapan ".length - 1);
  });
});

test.each([
  ["012-345 6789", "kosong satu dua tiga empat lima enam tujuh lapan sembilan"],
  ["007", "kosong kosong tujuh"],
  ["ab", ""],
])("digits says %p as %p", (text, expected) => {
  expect(malay.digits(text)).toBe(expected);
});

test.each([
  ["5", null, "lima"],
  ["-5", null, "negatif lima"],
  ["3.142", null, "tiga perpuluhan satu empat dua"],
  ["0.05", null, "kosong perpuluhan kosong lima"],
  [".5", null, "kosong perpuluhan lima"],
  ["5.", null, "lima"],
  ["-1.50", null, "negatif satu perpuluhan lima kosong"],
  ["5", "thousand", "lima ribu"],
  ["1", "thousand", "seribu"],
  ["1.5", "thousand", "satu perpuluhan lima ribu"],
  ["1", "million", "satu juta"],
  ["1.2", "million", "satu perpuluhan dua juta"],
  ["4.5", "billion", "empat perpuluhan lima bilion"],
  ["2", "trillion", "dua trilion"],
  ["3.5", "wan", "tiga puluh lima ribu"],
  ["1.23456", "wan", "dua belas ribu tiga ratus empat puluh lima perpuluhan enam"],
  ["14", "yi", "satu bilion empat ratus juta"],
] as const)("amount says %p with scale %p as %p", (text, scale, expected) => {
  expect(malay.amount(amount(text, scale))).toBe(expected);
});

test.each([
  ["1", "pertama"],
  ["01", "pertama"],
  ["2", "kedua"],
  ["3", "ketiga"],
  ["8", "kelapan"],
  ["10", "kesepuluh"],
  ["11", "kesebelas"],
  ["21", "kedua puluh satu"],
  ["68", "keenam puluh lapan"],
  ["100", "keseratus"],
  ["1000", "keseribu"],
])("ordinal says %p as %p", (digits, expected) => {
  expect(malay.ordinal(digits)).toBe(expected);
});

test.each([
  ["1957", "seribu sembilan ratus lima puluh tujuh"],
  ["2005", "dua ribu lima"],
  ["2024", "dua ribu dua puluh empat"],
  ["1000", "seribu"],
  ["571", "lima ratus tujuh puluh satu"],
  ["44", "empat puluh empat"],
  ["05", "kosong lima"],
])("year says %p as %p", (digits, expected) => {
  expect(malay.year(digits)).toBe(expected);
});

test.each([
  ["1980", "seribu sembilan ratus lapan puluhan"],
  ["80", "lapan puluhan"],
  ["1900", "seribu sembilan ratusan"],
  ["2000", "dua ribuan"],
  ["2010", "dua ribu sepuluhan"],
])("decade says %p as %p", (digits, expected) => {
  expect(malay.decade(digits)).toBe(expected);
});

test.each([
  ["1", "2", "setengah"],
  ["01", "02", "setengah"],
  ["3", "4", "tiga per empat"],
  ["1", "8", "satu per lapan"],
  ["11", "100", "sebelas per seratus"],
])("fraction says %p over %p as %p", (top, bottom, expected) => {
  expect(malay.fraction(top, bottom)).toBe(expected);
});

test.each([
  ["2", "1", "2", "dua setengah"],
  ["2", "3", "4", "dua tiga per empat"],
])("mixed says %p and %p over %p as %p", (whole, top, bottom, expected) => {
  expect(malay.mixed(whole, top, bottom)).toBe(expected);
});

test("range joins two ends with hingga", () => {
  expect(malay.range("lima", "sepuluh")).toBe("lima hingga sepuluh");
});

test.each([
  ["15", "lima belas peratus"],
  ["2.7", "dua perpuluhan tujuh peratus"],
  ["-3", "negatif tiga peratus"],
])("percent says %p as %p", (text, expected) => {
  expect(malay.percent(amount(text))).toBe(expected);
});

describe("money", () => {
  test.each([
    ["12.90", "MYR", "dua belas ringgit dan sembilan puluh sen"],
    ["12.5", "MYR", "dua belas ringgit dan lima puluh sen"],
    ["12.05", "MYR", "dua belas ringgit dan lima sen"],
    ["50.00", "MYR", "lima puluh ringgit"],
    ["5.", "MYR", "lima ringgit"],
    ["0.80", "MYR", "lapan puluh sen"],
    [".8", "MYR", "lapan puluh sen"],
    ["0.00", "MYR", "kosong ringgit"],
    ["-0.80", "MYR", "negatif lapan puluh sen"],
    ["-12.90", "MYR", "negatif dua belas ringgit dan sembilan puluh sen"],
    ["2.055", "MYR", "dua perpuluhan kosong lima lima ringgit"],
    ["3500", "MYR", "tiga ribu lima ratus ringgit"],
    ["20", "USD", "dua puluh dolar Amerika"],
    ["1.01", "GBP", "satu paun dan satu peni"],
    ["13.5", "CNY", "tiga belas perpuluhan lima yuan"],
    ["13.00", "JPY", "tiga belas yen"],
    ["0.5", "BTC", "kosong perpuluhan lima bitcoin"],
  ] as const)("says %p %p as %p", (text, currency, expected) => {
    expect(malay.money(amount(text), currency)).toBe(expected);
  });

  test.each([
    ["1.2", "million", "satu perpuluhan dua juta ringgit"],
    ["1.50", "million", "satu perpuluhan lima kosong juta ringgit"],
    ["5", "thousand", "lima ribu ringgit"],
    ["1", "thousand", "seribu ringgit"],
    ["3.5", "wan", "tiga puluh lima ribu ringgit"],
  ] as const)("leaves the decimals of %p %p as decimals", (text, scale, expected) => {
    expect(malay.money(amount(text, scale), "MYR")).toBe(expected);
  });

  test.each([
    ["month", "lima ringgit sebulan"],
    ["year", "lima ringgit setahun"],
    ["day", "lima ringgit sehari"],
    ["hour", "lima ringgit sejam"],
    ["h", "lima ringgit sejam"],
    ["person", "lima ringgit seorang"],
    ["kg", "lima ringgit sekilogram"],
    ["L", "lima ringgit seliter"],
    ["m²", "lima ringgit per meter persegi"],
    ["t", "lima ringgit per tan"],
  ] as const)("says the price per %p as %p", (per, expected) => {
    expect(malay.money(amount("5"), "MYR", per)).toBe(expected);
  });
});

test.each([
  ["5", null, "10", null, "lima hingga sepuluh ringgit"],
  ["5.00", null, "10.00", null, "lima hingga sepuluh ringgit"],
  ["1", null, "2.5", "million", "satu hingga dua perpuluhan lima juta ringgit"],
  ["0.80", null, "1.20", null, "lapan puluh sen hingga satu ringgit dan dua puluh sen"],
  ["5", null, "7.50", null, "lima ringgit hingga tujuh ringgit dan lima puluh sen"],
] as const)(
  "moneyRange says %p (%p) to %p (%p) as %p",
  (first, firstScale, last, lastScale, expected) => {
    const ends = [amount(first, firstScale), amount(last, lastScale)] as const;
    expect(malay.moneyRange(...ends, "MYR")).toBe(expected);
  },
);

test.each([
  ["3.2", "kg", "tiga perpuluhan dua kilogram"],
  ["1", "km", "satu kilometer"],
  ["33", "°C", "tiga puluh tiga darjah Celsius"],
  ["-5", "°C", "negatif lima darjah Celsius"],
  ["110", "km/h", "seratus sepuluh kilometer sejam"],
  ["500", "mL", "lima ratus mililiter"],
  ["15", "cm", "lima belas sentimeter"],
  ["128", "GB", "seratus dua puluh lapan gigabait"],
  ["20", "m²", "dua puluh meter persegi"],
] as const)("measure says %p %p as %p", (text, unit, expected) => {
  expect(malay.measure(amount(text), unit)).toBe(expected);
});

test.each([
  ["day", "dua liter sehari"],
  ["km", "dua liter sekilometer"],
  ["ha", "dua liter per hektar"],
] as const)("measure says two liters per %p as %p", (per, expected) => {
  expect(malay.measure(amount("2"), "L", per)).toBe(expected);
});

test("measureRange speaks the unit once", () => {
  expect(malay.measureRange(amount("5"), amount("10"), "kg")).toBe("lima hingga sepuluh kilogram");
});

describe("date", () => {
  test.each([
    ["2025", 12, 25, "dua puluh lima Disember dua ribu dua puluh lima"],
    ["1990", 5, 5, "lima Mei seribu sembilan ratus sembilan puluh"],
    ["05", 3, 1, "satu Mac kosong lima"],
    [null, 8, 31, "tiga puluh satu Ogos"],
    ["2024", 3, null, "Mac dua ribu dua puluh empat"],
    [null, 2, null, "Februari"],
  ])("says year %p, month %p, day %p as %p", (year, month, day, expected) => {
    expect(malay.date(date(year, month, day))).toBe(expected);
  });

  test("speaks the month first if it is written first", () => {
    expect(malay.date({ ...date("2024", 3, 5), monthFirst: true })).toBe(
      "Mac lima dua ribu dua puluh empat",
    );
  });
});

describe("time", () => {
  test.each([
    ["8:30", "pukul lapan tiga puluh"],
    ["8", "pukul lapan"],
    ["8:00", "pukul lapan"],
    ["8:05", "pukul lapan lima minit"],
    ["8:10", "pukul lapan sepuluh"],
    ["14:30", "pukul empat belas tiga puluh"],
    ["18:00", "pukul lapan belas"],
    ["0:00", "pukul dua belas tengah malam"],
    ["0:30", "pukul dua belas tiga puluh tengah malam"],
    ["24:00", "pukul dua belas tengah malam"],
    ["12:00", "pukul dua belas"],
    ["5:35:36", "pukul lima tiga puluh lima minit tiga puluh enam saat"],
    ["5:35:00", "pukul lima tiga puluh lima"],
    ["5:00:09", "pukul lima sembilan saat"],
    ["5:52 am", "pukul lima lima puluh dua pagi"],
    ["8:05 am", "pukul lapan lima minit pagi"],
    ["12 am", "pukul dua belas tengah malam"],
    ["12:30 am", "pukul dua belas tiga puluh tengah malam"],
    ["12 pm", "pukul dua belas tengah hari"],
    ["12:45 pm", "pukul dua belas empat puluh lima tengah hari"],
    ["1 pm", "pukul satu petang"],
    ["2:00 pm", "pukul dua petang"],
    ["6:59 pm", "pukul enam lima puluh sembilan petang"],
    ["7 pm", "pukul tujuh malam"],
    ["11 pm", "pukul sebelas malam"],
    ["14:30 pm", "pukul dua tiga puluh petang"],
  ])("says %p as %p", (text, expected) => {
    expect(malay.time(clock(text))).toBe(expected);
  });

  test("leaves out pukul if it is written before the time", () => {
    expect(malay.time({ ...clock("2 pm"), announced: true })).toBe("dua petang");
  });
});

describe("every phrase", () => {
  const PERS: readonly Per[] = ["second", "minute", "week", "month", "year", "person", ...UNITS];
  const phrases = [
    ...CURRENCIES.map((currency) => malay.money(amount("1.5"), currency)),
    ...UNITS.map((unit) => malay.measure(amount("1.5"), unit)),
    ...PERS.map((per) => malay.money(amount("2"), "MYR", per)),
    ...Array.from({ length: 12 }, (_, month) => malay.date(date("2024", month + 1, 1))),
    ...Object.values({ ...malay.eras, ...malay.address, ...malay.operators, ...malay.words }),
  ];

  test("contains neither digits nor signs", () => {
    for (const phrase of phrases) expect(phrase).toMatch(/^[A-Za-z]+(?:[ -][A-Za-z]+)*$/);
  });

  test("has a word for every key", () => {
    for (const phrase of phrases) expect(phrase).not.toContain("undefined");
  });
});

describe("Indonesian, a language of one file", () => {
  test.each([
    ["cardinal", indonesian.cardinal("8018"), "delapan ribu delapan belas"],
    ["big cardinal", indonesian.cardinal("1000000001"), "satu miliar satu"],
    ["digits", indonesian.digits("08"), "nol delapan"],
    ["decimal", indonesian.amount(amount("-0.5")), "minus nol koma lima"],
    ["ordinal", indonesian.ordinal("8"), "kedelapan"],
    ["first ordinal", indonesian.ordinal("1"), "pertama"],
    ["percent", indonesian.percent(amount("8")), "delapan persen"],
    ["money", indonesian.money(amount("8000"), "IDR"), "delapan ribu rupiah"],
    ["price", indonesian.money(amount("8"), "IDR", "kg"), "delapan rupiah per kilogram"],
    ["speed", indonesian.measure(amount("80"), "km/h"), "delapan puluh kilometer per jam"],
    [
      "range",
      indonesian.measureRange(amount("8"), amount("9"), "s"),
      "delapan hingga sembilan detik",
    ],
    ["date", indonesian.date(date("2008", 8, 8)), "delapan Agustus dua ribu delapan"],
    ["time", indonesian.time(clock("8:05 pm")), "pukul delapan lima menit malam"],
  ])("says a %s in its own words", (_, spoken, expected) => {
    expect(spoken).toBe(expected);
  });

  test("speaks shared words as Malay does", () => {
    expect(indonesian.fraction("1", "2")).toBe("setengah");
    expect(indonesian.address).toBe(malay.address);
  });
});

import { describe, expect, test } from "bun:test";
import { spoken } from "../spoken.fake.ts";

describe("units in English", () => {
  test.each([
    ["5 kg", "five kilograms"],
    ["5kg", "five kilograms"],
    ["3 Kgs", "three kilograms"],
    ["1 km", "one kilometer"],
    ["2.5 KM", "two point five kilometers"],
    ["2,500 m", "two thousand five hundred meters"],
    ["20 m²", "twenty square meters"],
    ["20m2", "twenty square meters"],
    ["20 m^2", "twenty square meters"],
    ["110km/h", "one hundred ten kilometers per hour"],
    ["60 kph", "sixty kilometers per hour"],
    ["30 mph", "thirty miles per hour"],
    ["32°C", "thirty-two degrees celsius"],
    ["-5 °C", "minus five degrees celsius"],
    ["98.6° F", "ninety-eight point six degrees fahrenheit"],
    ["16 gb", "sixteen gigabytes"],
    ["500 MB", "five hundred megabytes"],
    ["100 mbps", "one hundred megabits per second"],
    ["5MB/s", "five megabytes per second"],
    ["250ml", "two hundred fifty milliliters"],
    ["1,200 sqft", "one thousand two hundred square feet"],
    ["6 lbs", "six pounds"],
    ["5 mg/L", "five milligrams per liter"],
    ["2 GB/month", "two gigabytes per month"],
    ["30 s", "thirty seconds"],
    ["45s", "forty-five seconds"],
    ["240V", "two hundred forty volts"],
    ["5000mAh", "five thousand milliamp hours"],
    ["5 million km", "five million kilometers"],
    ["5m followers", "five million followers"],
    ["10-km run", "ten kilometer run"],
    ["5km+", "five kilometers plus"],
    ["45° angle", "forty-five degrees angle"],
    ["8 L/100km", "eight liters per one hundred kilometers"],
    ["9.8 m/s²", "nine point eight meters per second squared"],
    ["3.1°N", "three point one degrees north"],
    ["101°41'E", "one hundred one degrees forty-one minutes east"],
  ])("%p is read as %p", (text, expected) => {
    expect(spoken(`We need the ${text} here.`)).toBe(`We need the ${expected} here.`);
  });

  test.each([
    ["5-10kg", "five to ten kilograms"],
    ["5kg-10kg", "five to ten kilograms"],
    ["5 kg - 10 kg", "five to ten kilograms"],
    ["5–10 km", "five to ten kilometers"],
    ["5~10 km", "five to ten kilometers"],
    ["16-20°C", "sixteen to twenty degrees celsius"],
    ["60-80 km/h", "sixty to eighty kilometers per hour"],
    ["5-10 mg/day", "five to ten milligrams per day"],
  ])("the range %p is read as %p", (text, expected) => {
    expect(spoken(`We need ${text} here.`)).toBe(`We need ${expected} here.`);
  });

  test.each([
    ["5 x 10 cm", "five by ten centimeters"],
    ["5cm x 10cm", "five centimeters by ten centimeters"],
    ["10x15x20 mm", "ten by fifteen by twenty millimeters"],
    ["3m × 4m", "three meters by four meters"],
    ["2 x 500 ml", "two times five hundred milliliters"],
    ["1/2 kg", "half a kilogram"],
    ["3/4 oz", "three quarters of an ounce"],
    ["2½ kg", "two and a half kilograms"],
    ["2 1/2 km", "two and a half kilometers"],
    ["½ L", "half a liter"],
  ])("the size %p is read as %p", (text, expected) => {
    expect(spoken(`We need ${text} here.`)).toBe(`We need ${expected} here.`);
  });

  test.each([
    ["3h 58min", "three hours fifty-eight minutes"],
    ["3h58m", "three hours fifty-eight minutes"],
    ["1h30", "one hour thirty minutes"],
    ["2 hr 5 min", "two hours five minutes"],
    ["1h 2m 3s", "one hour two minutes three seconds"],
    ["5m30s", "five minutes thirty seconds"],
    ["5'11\"", "five feet eleven"],
    ["6'0\"", "six feet"],
    ["5'9", "five feet nine"],
    ["5 ft 11 in", "five feet eleven inches"],
    ['15" screen', "fifteen inch screen"],
  ])("%p is read as %p", (text, expected) => {
    expect(spoken(`We need the ${text} here.`)).toBe(`We need the ${expected} here.`);
  });
});

describe("units in Malay", () => {
  test.each([
    ["Berat bayi itu 3.2 kg.", "Berat bayi itu tiga perpuluhan dua kilogram."],
    ["Suhu hari ini 33°C sahaja.", "Suhu hari ini tiga puluh tiga darjah Celsius sahaja."],
    ["Suhu itu -5°C.", "Suhu itu negatif lima darjah Celsius."],
    [
      "Beli 500ml susu dan 250g tepung.",
      "Beli lima ratus mililiter susu dan dua ratus lima puluh gram tepung.",
    ],
    ["Ruang storan itu 128GB.", "Ruang storan itu seratus dua puluh lapan gigabait."],
    ["Kedudukan itu 3.1°U.", "Kedudukan itu tiga perpuluhan satu darjah utara."],
    ["Perjalanan itu 2j 30m sahaja.", "Perjalanan itu dua jam tiga puluh minit sahaja."],
  ])("%p is read as %p", (text, expected) => {
    expect(spoken(text)).toBe(expected);
  });

  test("a Malay unit in an English sentence is spoken in Malay", () => {
    expect(spoken("The limit is 110 km/j on this road.")).toBe(
      "The limit is seratus sepuluh kilometer sejam on this road.",
    );
  });
});

describe("units in Chinese", () => {
  test.each([
    ["箱子重5kg。", "箱子重五千克。"],
    ["距离2.5km。", "距离二点五公里。"],
    ["最高气温38°C。", "最高气温三十八摄氏度。"],
    ["最低气温-5°C。", "最低气温零下五摄氏度。"],
    ["面积120m²。", "面积一百二十平方米。"],
    ["限速110km/h。", "限速每小时一百一十公里。"],
    ["长度是5-10cm。", "长度是五到十厘米。"],
    ["他跑了3h58min。", "他跑了三小时五十八分钟。"],
    ["重力是9.8m/s²。", "重力是每二次方秒九点八米。"],
    ["北京在39.9°N。", "北京在北纬三十九点九度。"],
    ["买了½kg的米。", "买了二分之一千克的米。"],
  ])("%p is read as %p", (text, expected) => {
    expect(spoken(text)).toBe(expected);
  });
});

test.each([
  "Come at 3 in the morning",
  "She has 5 A levels",
  "He is in Form 5A at Blok 7B",
  "Take seat 12B at Gate 4A",
  "A 5G phone on a 5g network",
  "A 3in1 and a 2-in-1 offer",
  "It was in the 30s and the 1980s",
  "He lives at Lot 5 Kg. Baru",
  'He said "version 15" here',
  "Song 2 ft. Drake",
  "The route is v1.5m",
])("%p contains no quantity", (text) => {
  expect(spoken(text)).not.toMatch(/inch|amp|byte|gram|second|kilo|feet|meter|liter|volt/);
});

test.each(["Giá là 50.000 ₫ cho 5 kg gạo của tôi", "5kgの米を10%引きで買います"])(
  "quantities in another language stay as written: %p",
  (text) => {
    expect(spoken(text)).toBe(text);
  },
);

test("quantities stay as written if units are switched off", () => {
  const text = "It weighs 5 kg.";
  expect(spoken(text, { units: false })).toBe(text);
});

test("spoken quantities do not change if they are read again", () => {
  const text = spoken("5 kg, 5-10 km/h, 33°C, 3h 58min, 5'11\", 5 x 10 cm and 1/2 kg");
  expect(spoken(text)).toBe(text);
});

test("HP before a capitalised word is a name", () => {
  expect(spoken("I bought 1 HP LaserJet and a 5 hp engine.")).toBe(
    "I bought one H P LaserJet and a five horsepower engine.",
  );
});

test("a mark after the size of a screen is an inch", () => {
  expect(spoken('Dengan skrin 6.7", bateri besar.')).toBe(
    "Dengan skrin enam perpuluhan tujuh inci, bateri besar.",
  );
});

test("a range of degrees keeps the units that it has", () => {
  expect(spoken("Suhu 24°C–33°C hari ini.")).toBe(
    "Suhu dua puluh empat darjah Celsius hingga tiga puluh tiga darjah Celsius hari ini.",
  );
});

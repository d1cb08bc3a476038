import { expect, test } from "bun:test";
import { spoken } from "../spoken.fake.ts";

test.each([
  [
    "About 1,250,000 people and 305 cars came.",
    "About one million two hundred fifty thousand people and three hundred five cars came.",
  ],
  [
    "We need 2 billion more and 6.5 million less.",
    "We need two billion more and six point five million less.",
  ],
  [
    "Ada 1,250 buah rumah dan 11 ekor kucing.",
    "Ada seribu dua ratus lima puluh buah rumah dan sebelas ekor kucing.",
  ],
  [
    "共有10,500人，1005步，110个，2本书，12个人。",
    "共有一万零五百人，一千零五步，一百一十个，两本书，十二个人。",
  ],
  ["人口是1 200 000，或者1'200'000。", "人口是一百二十万，或者一百二十万。"],
  [
    "It sold 1,00,000 copies and 10 000 more.",
    "It sold one hundred thousand copies and ten thousand more.",
  ],
])("a whole number in %p is spoken as a number", (text, words) => {
  expect(spoken(text)).toBe(words);
});

test.each([
  [
    "It was 3.14159, .75 and 9.0 today.",
    "It was three point one four one five nine, zero point seven five and nine point zero today.",
  ],
  [
    "Kadarnya 0.05 sahaja untuk orang itu.",
    "Kadarnya kosong perpuluhan kosong lima sahaja untuk orang itu.",
  ],
  ["上升了0.6个，面积6.42万，2万。", "上升了零点六个，面积六点四二万，两万。"],
])("a decimal in %p is read digit by digit after the point", (text, words) => {
  expect(spoken(text)).toBe(words);
});

test.each([
  [
    "It was -12.5 and (-3) and −4 there.",
    "It was minus twelve point five and (minus three) and minus four there.",
  ],
  [
    "Suhu di sana -5.5 dan −3 itu.",
    "Suhu di sana negatif lima perpuluhan lima dan negatif tiga itu.",
  ],
  ["气温是-3度，昨天-5.5度，降到-10。", "气温是零下三度，昨天零下五点五度，降到负十。"],
  [
    "The U-21 team has 2-in-1 and 5-minute games.",
    "The U twenty-one team has two-in-one and five-minute games.",
  ],
  ["气温从-3到-5度。", "气温从零下三到零下五度。"],
])("a sign in %p is a minus only if no word is directly before it", (text, words) => {
  expect(spoken(text)).toBe(words);
});

test.each([
  [
    "It has 3.5k stars, 2M users and 1.2B views.",
    "It has three point five thousand stars, two million users and one point two billion views.",
  ],
  [
    "Ada 3.5k orang dan 2 juta yang lain.",
    "Ada tiga perpuluhan lima ribu orang dan dua juta yang lain.",
  ],
  ["A 4K TV and an 8K camera.", "A four K T V and an eight K camera."],
])("a multiplier after the digits in %p is spoken", (text, words) => {
  expect(spoken(text)).toBe(words);
});

test.each([
  ["It took ~5 people and ~ 10 cars.", "It took about five people and about ten cars."],
  [
    "For ages 18+ and 100+ users in GMT+8.",
    "For ages eighteen plus and one hundred plus users in G M T plus eight.",
  ],
  ["Ada ~5 orang di sini.", "Ada kira-kira lima orang di sini."],
  ["我们有~5个人，100+人。", "我们有大约五个人，一百加人。"],
])("a sign before or after a number in %p is spoken", (text, words) => {
  expect(spoken(text)).toBe(words);
});

test.each([
  [
    "It is 1.000.000 or 12,34 or 1,2,3.",
    "It is one point zero zero zero point zero zero zero or twelve,thirty-four or one,two,three.",
  ],
  [
    "Ini 1.000.000 yang lain.",
    "Ini satu perpuluhan kosong kosong kosong perpuluhan kosong kosong kosong yang lain.",
  ],
  ["Options 1/2/3.", "Options one two three."],
  ["On 25:30 and 24:30 it ends.", "On twenty-five to thirty and twenty-four thirty it ends."],
  ["It is 13pm.", "It is thirteen pm."],
  ["31 Februari itu.", "tiga puluh satu Februari itu."],
])("numbers that no other rule joins in %p are read one after the other", (text, words) => {
  expect(spoken(text)).toBe(words);
});

test.each([
  [
    "Take room12 and mp3 files, or abc1234.",
    "Take room twelve and m p three files, or abc one two three four.",
  ],
  ["Telefon T410 untuk saya.", "Telefon T empat satu kosong untuk saya."],
  ["公司有A3和B12。", "公司有 A 三和 B 十二。"],
  ["It has 123abc.", "It has one hundred twenty-three abc."],
])("letters and digits in %p are spoken as separate words", (text, words) => {
  expect(spoken(text)).toBe(words);
});

test.each([
  ["① Open ② Close. Step ⑳.", "one Open two Close. Step twenty."],
  ["①准备❷开始。", "一准备二开始。"],
])("a circled number in %p is spoken", (text, words) => {
  expect(spoken(text)).toBe(words);
});

test("more than a number in Chinese", () => {
  expect(spoken("下载量1M+，用户500+。")).toBe("下载量一百万以上，用户五百以上。");
});

import { expect, test } from "bun:test";
import { spoken } from "../spoken.fake.ts";

test.each([
  [
    "Skuad itu tewas 0-2 dan peluang 50-50.",
    "Skuad itu tewas kosong kepada dua dan peluang lima puluh lima puluh.",
  ],
  ["Kerja 9-5 je.", "Kerja sembilan hingga lima je."],
  [
    "Read pages 12–18 or 12 - 18 in 5-10 minutes.",
    "Read pages twelve to eighteen or twelve to eighteen in five to ten minutes.",
  ],
  [
    "It is 1.5-2.5 times 1,000-2,000.",
    "It is one point five to two point five times one thousand to two thousand.",
  ],
  [
    "Tunggu 5-10 minit untuk 18–25 orang.",
    "Tunggu lima hingga sepuluh minit untuk lapan belas hingga dua puluh lima orang.",
  ],
  ["需要3-5天，2-3个，5~10分钟。", "需要三到五天，两到三个，五到十分钟。"],
  ["It is 1.5-2x faster.", "It is one point five to two times faster."],
])("a range in %p is spoken with a word between its ends", (text, words) => {
  expect(spoken(text)).toBe(words);
});

test.each([
  [
    "He ruled from 1901-1910 and 2001–2005.",
    "He ruled from nineteen oh one to nineteen ten and two thousand one to two thousand five.",
  ],
  ["The 2019-20 season.", "The twenty nineteen to twenty season."],
  [
    "Perang itu dari 1941-1945.",
    "Perang itu dari seribu sembilan ratus empat puluh satu hingga seribu sembilan ratus empat puluh lima.",
  ],
  ["1901-1910年，1941-1945。", "一九零一到一九一零年，一九四一到一九四五。"],
  [
    "From 1939-45 and 1914-18.",
    "From nineteen thirty-nine to forty-five and nineteen fourteen to eighteen.",
  ],
])("a range of years in %p is read as years", (text, words) => {
  expect(spoken(text)).toBe(words);
});

test.each([
  [
    "1500-2000 people and 1990-2010 units.",
    "one thousand five hundred to two thousand people and one thousand nine hundred ninety to two thousand ten units.",
  ],
  ["1500-2000人。", "一千五百到两千人。"],
])("a range of counted things in %p is not read as years", (text, words) => {
  expect(spoken(text)).toBe(words);
});

test.each([
  ["Unit 15-2 di Blok C-12 itu.", "Unit lima belas, dua di Blok C dua belas itu."],
  ["A Boeing 747-400 came.", "A Boeing seven hundred forty-seven, four hundred came."],
])("parts of an address in %p are spoken without a word between them", (text, words) => {
  expect(spoken(text)).toBe(words);
});

test("a dash between floors is a range, a hyphen is not", () => {
  expect(spoken("Lif di Tingkat 5–12 rosak.")).toBe("Lif di Tingkat lima hingga dua belas rosak.");
  expect(spoken("Rumah di Tingkat 5-12 itu.")).toBe("Rumah di Tingkat lima, dua belas itu.");
});

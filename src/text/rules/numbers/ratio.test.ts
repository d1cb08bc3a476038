import { expect, test } from "bun:test";
import { spoken } from "../spoken.fake.ts";

test.each([
  [
    "They won 3-1 and the score was 21:18.",
    "They won three to one and the score was twenty-one to eighteen.",
  ],
  ["Dia menang 3-1, jaringan 3:2.", "Dia menang tiga kepada satu, jaringan tiga kepada dua."],
  ["比分是3:2，他们赢了3-1。", "比分是三比二，他们赢了三比一。"],
  ["We won 3:21 there.", "We won three to twenty-one there."],
  ["A 10:15 ratio and a 3-0 win here.", "A ten to fifteen ratio and a three to zero win here."],
])("a score in %p is not read as a time", (text, words) => {
  expect(spoken(text)).toBe(words);
});

test.each([
  [
    "A scale of 1:100 and a 16:9 screen.",
    "A scale of one to one hundred and a sixteen to nine screen.",
  ],
  ["Nisbah ini 1:100.", "Nisbah ini satu kepada seratus."],
  ["比例1:100，16:9屏幕。", "比例一比一百，十六比九屏幕。"],
  ["Skala ini 1:50,000.", "Skala ini satu kepada lima puluh ribu."],
])("a ratio in %p is spoken", (text, words) => {
  expect(spoken(text)).toBe(words);
});

test.each([
  ["It is 10x faster or 2.5x.", "It is ten times faster or two point five times."],
  ["Ulang 10x untuk saya.", "Ulang sepuluh kali untuk saya."],
  ["快了10x。", "快了十倍。"],
])("a multiple in %p is spoken", (text, words) => {
  expect(spoken(text)).toBe(words);
});

test.each([
  [
    "A 3x4 grid of 1920 x 1080.",
    "A three by four grid of one thousand nine hundred twenty by one thousand eighty.",
  ],
  ["Ini 3x4 untuk saya.", "Ini tiga darab empat untuk saya."],
])("a product in %p is spoken", (text, words) => {
  expect(spoken(text)).toBe(words);
});

test.each([
  ["Blok 7A di Jalan 3B itu.", "Blok tujuh A di Jalan tiga B itu."],
  ["We live in Block 7A.", "We live in Block seven A."],
])("a house number with a letter in %p is spoken", (text, words) => {
  expect(spoken(text)).toBe(words);
});

test.each([
  [
    "Bayar RM99 sebulan x 12 bulan.",
    "Bayar sembilan puluh sembilan ringgit sebulan darab dua belas bulan.",
  ],
  ["We bought 18 packs x 4 each.", "We bought eighteen packs times four each."],
  ["Malcolm x 5 friends came.", "Malcolm x five friends came."],
])("a single x after an amount and before a number multiplies: %s", (text, words) => {
  expect(spoken(text)).toBe(words);
});

test.each([
  ["Ada promo 11.11 di sini.", "Ada promo sebelas sebelas di sini."],
  ["The 9.9 sale is on.", "The nine nine sale is on."],
  ["今年大促11.11开始。", "今年大促十一十一开始。"],
  ["It weighs 9.9 stones.", "It weighs nine point nine stones."],
])("a day of sales has two equal numbers: %s", (text, words) => {
  expect(spoken(text)).toBe(words);
});

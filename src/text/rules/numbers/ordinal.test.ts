import { expect, test } from "bun:test";
import { spoken } from "../spoken.fake.ts";

test.each([
  [
    "He was 1st, 22nd, 112th and 1,000th.",
    "He was first, twenty-second, one hundred twelfth and one thousandth.",
  ],
  ["Dia dapat 1st place dalam kelas.", "Dia dapat first place dalam kelas."],
  ["The 20th-century and the 21ST.", "The twentieth-century and the twenty-first."],
  ["The 1st-3rd graders.", "The first to third graders."],
])("an English ordinal in %p is spoken in English", (text, words) => {
  expect(spoken(text)).toBe(words);
});

test.each([
  [
    "Dia di tempat ke-3, ke-21, ke-1 dan ke-100.",
    "Dia di tempat ketiga, kedua puluh satu, pertama dan keseratus.",
  ],
  ["Ke-2 kali, abad ke-XXI.", "Kedua kali, abad kedua puluh satu."],
  ["Saya pergi ke 3 tempat itu.", "Saya pergi ke tiga tempat itu."],
])("a Malay ordinal in %p is spoken in Malay", (text, words) => {
  expect(spoken(text)).toBe(words);
});

test.each([
  ["第1名，第2个，第22届，第 3 章。", "第一名，第二个，第二十二届，第 三 章。"],
  ["第3-5页，第III章。", "第三到五页，第三章。"],
  ["第1、2章和第2到3章。", "第一、二章和第二到三章。"],
])("a Chinese ordinal in %p is spoken without 两", (text, words) => {
  expect(spoken(text)).toBe(words);
});

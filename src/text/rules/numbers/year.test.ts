import { expect, test } from "bun:test";
import { spoken } from "../spoken.fake.ts";

test.each([
  [
    "In 1998 people cheered, since 1905 and by 2030.",
    "In nineteen ninety-eight people cheered, since nineteen oh five and by twenty thirty.",
  ],
  [
    "The class of 2012, from 1990 to 1995, between 2001 and 2003.",
    "The class of twenty twelve, from nineteen ninety to nineteen ninety-five, between two thousand one and two thousand three.",
  ],
  [
    "The 2008 Olympics and Vision 2030 (1998).",
    "The two thousand eight Olympics and Vision twenty thirty (nineteen ninety-eight).",
  ],
  [
    "In early 2019, June 2018 and pre-1998.",
    "In early twenty nineteen, June twenty eighteen and pre-nineteen ninety-eight.",
  ],
  ["The class of '98.", "The class of ninety-eight."],
  [
    "In 2019, 2020 and 2021 sales grew in Q3 2024.",
    "In twenty nineteen, twenty twenty and twenty twenty-one sales grew in Q three twenty twenty-four.",
  ],
  [
    "The year 2024 was good. 2024 was better.",
    "The year twenty twenty-four was good. twenty twenty-four was better.",
  ],
  [
    "George Orwell's 1984, by 2100 and circa 1066.",
    "George Orwell's nineteen eighty-four, by twenty-one hundred and circa ten sixty-six.",
  ],
])("a year in %p is read in pairs of digits", (text, words) => {
  expect(spoken(text)).toBe(words);
});

test.each([
  ["There were 1998 people.", "There were one thousand nine hundred ninety-eight people."],
  [
    "A crowd of 1998 people wrote in 2000 words.",
    "A crowd of one thousand nine hundred ninety-eight people wrote in two thousand words.",
  ],
  [
    "About 2019 items and 1,998 more.",
    "About two thousand nineteen items and one thousand nine hundred ninety-eight more.",
  ],
  ["A total of 1500.", "A total of one thousand five hundred."],
])("a number that counts something in %p is not read as a year", (text, words) => {
  expect(spoken(text)).toBe(words);
});

test.each([
  [
    "Merdeka pada tahun 1957, sejak 2005.",
    "Merdeka pada tahun seribu sembilan ratus lima puluh tujuh, sejak dua ribu lima.",
  ],
  ["Wawasan 2020 telah berlalu.", "Wawasan dua ribu dua puluh telah berlalu."],
])("a Malay year in %p is read as a number", (text, words) => {
  expect(spoken(text)).toBe(words);
});

test.each([
  ["1998年出生，2008年奥运会，08年。", "一九九八年出生，二零零八年奥运会，零八年。"],
  [
    "2019级学生，自2019以来，从1998到2003。",
    "二零一九级学生，自二零一九以来，从一九九八到二零零三。",
  ],
  [
    "2年后，10年，100年前，1000年前，5000年历史。",
    "两年后，十年，一百年前，一千年前，五千年历史。",
  ],
  ["90后和00后。", "九零后和零零后。"],
  ["今年是2024，1998至2003年，2000后。", "今年是二零二四，一九九八至二零零三年，二零零零后。"],
])("a Chinese year in %p is read digit by digit", (text, words) => {
  expect(spoken(text)).toBe(words);
});

test.each([
  [
    "The 1980s, the '90s, in her 20s and mid-1990s.",
    "The nineteen eighties, the nineties, in her twenties and mid-nineteen nineties.",
  ],
  [
    "Era 1980-an dan 90-an yang lalu.",
    "Era seribu sembilan ratus lapan puluhan dan sembilan puluhan yang lalu.",
  ],
  ["1990年代，80年代，20世纪。", "一九九零年代，八十年代，二十世纪。"],
  ["A 70s disco and 1800s art.", "A seventies disco and eighteen hundreds art."],
])("a decade in %p is spoken", (text, words) => {
  expect(spoken(text)).toBe(words);
});

test.each([
  [
    "In 44 BC, 476 AD and AD 79, or 10,000 B.C.",
    "In forty-four b c, four hundred seventy-six a d and a d seventy-nine, or ten thousand b c.",
  ],
  [
    "Tahun 1446H bersamaan 2024M, 44 SM.",
    "Tahun seribu empat ratus empat puluh enam Hijrah bersamaan dua ribu dua puluh empat Masihi, empat puluh empat Sebelum Masihi.",
  ],
])("an era in %p is spoken", (text, words) => {
  expect(spoken(text)).toBe(words);
});

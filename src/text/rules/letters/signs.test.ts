import { expect, test } from "bun:test";
import { spoken } from "../spoken.fake.ts";

test.each([
  ["Wait & see, salt&pepper.", "Wait and see, salt and pepper."],
  ["Tekan ini & tunggu di sana.", "Tekan ini dan tunggu di sana."],
  ["你&我", "你和我"],
  ["Start -> stop → end.", "Start to stop to end."],
  ["Use and/or, he/she, yes / no.", "Use and or, he she, yes no."],
  ["Call get_user_name() first.", "Call get user name first."],
  ["Acme\u00ae and Foo\u2122 are here.", "Acme and Foo are here."],
  ["好的~", "好的"],
  ["An A+ and salt + pepper.", "An A plus and salt plus pepper."],
  ["$ and 5% or %", "dollar and five percent or percent"],
  ["5kgの米を10%引きで", "5kgの米を10%引きで"],
  ["Acme Inc. & Sons", "Acme Incorporated and Sons"],
  [
    "Tambah gula + susu, gred A+ dan ayam+ikan.",
    "Tambah gula tambah susu, gred A plus dan ayam tambah ikan.",
  ],
  ["Thanks to @mei & #TeamBlue.", "Thanks to at mei and hashtag Team Blue."],
  ["Terima kasih @ali & @abu!", "Terima kasih at ali dan at abu!"],
  ["name = value", "name equals value"],
])("signs between words are spoken or dropped: %s", (input, output) => {
  expect(spoken(input)).toBe(output);
});

test("no sign remains in a spoken text", () => {
  expect(spoken("a $ b % c * d _ e # f @ g | h ^ i ~ j \\ k")).not.toMatch(/[$%*_#@|^~\\]/);
});

test.each([
  "Dr. Lee & the CEO's TVs etc. at A+ level, C# and COVID-19.",
  "Kanak2 yg pergi ke Jln. Ampang -> KLCC dgn MP3.",
])("a spoken text does not change if it is read again: %s", (input) => {
  const once = spoken(input);
  expect(spoken(once)).toBe(once);
});

test.each([
  ["Say p = &x and path=/home.", "Say p equals and x and path equals slash home."],
  ["TL;DR: it works.", "T L D R: it works."],
])("%p is spoken", (text, words) => {
  expect(spoken(text)).toBe(words);
});

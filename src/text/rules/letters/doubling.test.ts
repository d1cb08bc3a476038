import { expect, test } from "bun:test";
import { spoken } from "../spoken.fake.ts";

test.each([
  ["Semua kanak2 suka buku2 itu.", "Semua kanak-kanak suka buku-buku itu."],
  [
    "Kawan2nya berjalan2 bersama2, berita2 yang terang2.",
    "Kawan-kawannya berjalan-jalan bersama-sama, berita-berita yang terang-terang.",
  ],
  ["Budak² itu dengan rakan2ku.", "Budak-budak itu dengan rakan-rakanku."],
])("a 2 after a Malay word in %p doubles the word", (text, words) => {
  expect(spoken(text)).toBe(words);
});

test.each([
  ["Rumah di KLIA2 itu.", "Rumah di K L I A dua itu."],
  ["The file2 is here.", "The file two is here."],
])("a 2 after a name or an English word in %p is read as a number", (text, words) => {
  expect(spoken(text)).toBe(words);
});

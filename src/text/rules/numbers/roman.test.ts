import { expect, test } from "bun:test";
import { spoken } from "../spoken.fake.ts";

test.each([
  [
    "World War II, Chapter IV, Part I and Super Bowl LVIII.",
    "World War two, Chapter four, Part one and Super Bowl fifty-eight.",
  ],
  [
    "Perang Dunia II, Bab IV dan Bahagian IX ini.",
    "Perang Dunia dua, Bab empat dan Bahagian sembilan ini.",
  ],
  [
    "Star Wars Episode IV and Final Fantasy VII.",
    "Star Wars Episode four and Final Fantasy seven.",
  ],
  [
    "Sultan Mahmud Syah II dan Sultan Ahmad III.",
    "Sultan Mahmud Syah kedua dan Sultan Ahmad ketiga.",
  ],
  ["Tingkatan IV dan Tingkatan V ini.", "Tingkatan empat dan Tingkatan lima ini."],
])("a Roman numeral after a cue in %p is spoken as a number", (text, words) => {
  expect(spoken(text)).toBe(words);
});

test.each([
  [
    "Henry VIII, Queen Elizabeth II and King Charles III.",
    "Henry the eighth, Queen Elizabeth the second and King Charles the third.",
  ],
  ["Henry VIII dan Raja George VI di sini.", "Henry kelapan dan Raja George keenam di sini."],
  ["路易XIV来了。", "路易十四来了。"],
])("a Roman numeral after the name of a ruler in %p is spoken as an ordinal", (text, words) => {
  expect(spoken(text)).toBe(words);
});

test.each([
  ["I am in the part I like.", "I am in the part I like."],
  ["When Henry I think of it.", "When Henry I think of it."],
  ["Malcolm X ate Vitamin C in Class C.", "Malcolm X ate Vitamin C in Class C."],
])("letters in %p that are not a Roman numeral stay", (text, words) => {
  expect(spoken(text)).toBe(words);
});

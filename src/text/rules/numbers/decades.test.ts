import { expect, test } from "bun:test";
import { spoken } from "../spoken.fake.ts";

test.each([
  ["Songs of the 1960s-80s.", "Songs of the nineteen sixties to eighties."],
  ["Songs of the 1960s–1980s.", "Songs of the nineteen sixties to nineteen eighties."],
  ["The 1980 s were loud.", "The nineteen eighties were loud."],
  [
    "We grew in 2Q22 and fell in 1H23.",
    "We grew in the second quarter of twenty-two and fell in the first half of twenty-three.",
  ],
  ["The 3Q2024 report", "The third quarter of twenty twenty-four report"],
])("decades and parts of a year are read: %s", (text, expected) => {
  expect(spoken(text)).toBe(expected);
});

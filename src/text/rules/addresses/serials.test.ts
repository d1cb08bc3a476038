import { expect, test } from "bun:test";
import { spoken } from "../spoken.fake.ts";

test.each([
  ["The part AB-1234-XY fits.", "The part A B one two three four X Y fits."],
  ["Pay INV-2024-0042 now.", "Pay I N V two zero two four zero zero four two now."],
  [
    "We saw F-16 and 2024-05-06T08:00 there.",
    "We saw F sixteen and May sixth, twenty twenty-four eight o'clock there.",
  ],
])("a code of capitals and numbers is spoken part by part: %s", (text, expected) => {
  expect(spoken(text)).toBe(expected);
});

test("letters before a long number are a code", () => {
  expect(spoken("Your booking #BK-20251105 of COVID-19.")).toBe(
    "Your booking hashtag B K two zero two five one one zero five of COVID nineteen.",
  );
});

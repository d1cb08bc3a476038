import { expect, test } from "bun:test";
import { spoken } from "../spoken.fake.ts";

test.each([
  ["A 10-yr bond.", "A ten-year bond."],
  ["She is 5 yrs old.", "She is five years old."],
  ["In 2 wks. we go.", "In two weeks we go."],
  ["Only 1 mo left.", "Only one month left."],
  ["Rates of 3 mo. and 6 mo. bonds", "Rates of three months and six months bonds"],
])("an abbreviated unit of time is spoken in full: %s", (text, expected) => {
  expect(spoken(text)).toBe(expected);
});

import { expect, test } from "bun:test";
import { spoken } from "../spoken.fake.ts";

test.each([
  ["Type the & sign.", "Type the ampersand sign."],
  ["Press the # key.", "Press the hash key."],
  ["We pay in $ or in %.", "We pay in dollar or in percent."],
  ["Prices are in €.", "Prices are in euro."],
])("a sign that is mentioned or has no number is spoken by its name: %s", (text, expected) => {
  expect(spoken(text)).toBe(expected);
});

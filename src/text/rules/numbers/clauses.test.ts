import { expect, test } from "bun:test";
import { spoken } from "../spoken.fake.ts";

test.each([
  ["A 401(k) plan.", "A four oh one k plan."],
  ["It has 501(c)(3) status.", "It has five oh one c three status."],
  ["See Section 12(a).", "See Section twelve a."],
  ["Seksyen 5(b) pula", "Seksyen lima b pula"],
])("the number of a clause is spoken with its letters: %s", (text, expected) => {
  expect(spoken(text)).toBe(expected);
});

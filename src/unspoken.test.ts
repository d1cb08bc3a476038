import { expect, test } from "bun:test";
import { LATIN } from "./engines/flite/latin.ts";
import { unspokenIn } from "./unspoken.ts";

test.each([
  ["Hello, world 42!", 0],
  ["\u0141\u00f3d\u017a e\u0301te\u0301 \u00bd", 0],
  ["Hello \u4e16\u754c\uff01", 2],
  ["\u0661\u0662 \u0430\u0431\u0432", 5],
  ["\u0bb5\u0ba3\u0b95\u0bcd\u0b95\u0bae\u0bcd \u{20000}", 6],
  ["\u{1f600} \u2192 \u3002", 0],
  ["", 0],
])("of %j a Latin voice cannot say %d letters and digits", (text, count) => {
  expect(unspokenIn(text, { speakable: LATIN })).toBe(count);
});

test("counting takes time in proportion to the length of the text", () => {
  for (const text of [
    "\u6f22".repeat(100_000),
    "a\u0436 ".repeat(50_000),
    "\u{1f600}".repeat(100_000),
  ]) {
    const sinceMs = performance.now();
    unspokenIn(text, { speakable: LATIN });
    expect(performance.now() - sinceMs).toBeLessThan(300);
  }
});

import { expect, test } from "bun:test";
import { counted, spanWords } from "./amounts.ts";

test.each([
  [0, "0 s"],
  [44_100, "45 s"],
  [60_000, "1 min"],
  [291_000, "4 min 51 s"],
  [3_600_000, "1 h"],
  [3_900_000, "1 h 5 min"],
])("spanWords() - %p ms is %p", (ms, words) => {
  expect(spanWords(ms)).toBe(words);
});

test("counted() - the noun agrees with the number, which has commas", () => {
  expect(counted(1, "request")).toBe("1 request");
  expect(counted(1200, "request")).toBe("1,200 requests");
  expect(counted(0, "reply", "replies")).toBe("0 replies");
});

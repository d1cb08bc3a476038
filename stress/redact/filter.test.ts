import { expect, test } from "bun:test";
import { createFilter, filterAll } from "./filter.ts";

test.each([
  ["unknown key sk-1234567", "unknown key [hidden]"],
  ['{"error":"a\\"b\\\\c9 is wrong"}', '{"error":"[hidden] is wrong"}'],
  ["GET /?k=p%20q%2Fr", "GET /?k=[hidden]"],
  ['starts with "longsecr" and is cut', 'starts with "[hidden]" and is cut'],
  ["abc stays, longsecret-0123 goes", "abc stays, [hidden] goes"],
  ["\u001b[31mred\u0007\u202e\r\nnext\tline", ".[31mred..\nnext\tline"],
])("%j leaves as %j", (text, shown) => {
  const secrets = ["sk-1234567", 'a"b\\c9', "p q/r", "abc", "longsecret-0123"];
  expect(createFilter(secrets)(text)).toBe(shown);
});

test("filterAll() - filters the strings at every depth and keeps everything else", () => {
  const value = { a: ["sesame", 1], b: { c: "open sesame", d: null, e: true } };
  expect(filterAll(value, createFilter(["sesame"]))).toEqual({
    a: ["[hidden]", 1],
    b: { c: "open [hidden]", d: null, e: true },
  });
});

import { expect, test } from "bun:test";
import { createBodyWriter } from "./client.ts";

test("numbers of --body keep all their digits", () => {
  const extra = { seed: "12345678901234567890", temperature: "1.0", more: '{"x":0.10}' };
  expect(createBodyWriter(extra)({ input: "a", seed: 1 })).toBe(
    '{"input":"a","seed":12345678901234567890,"temperature":1.0,"more":{"x":0.10}}',
  );
});

test("a body without extra fields, or with nothing else, is JSON", () => {
  expect(createBodyWriter({})({ input: "a" })).toBe('{"input":"a"}');
  expect(createBodyWriter({ input: '"b"' })({ input: "a" })).toBe('{"input":"b"}');
});

import { expect, test } from "bun:test";
import { jsonBody } from "./client.ts";

test("numbers of --body keep all their digits", () => {
  const extra = { seed: "12345678901234567890", temperature: "1.0", more: '{"x":0.10}' };
  expect(jsonBody({ input: "a", seed: 1 }, extra)).toBe(
    '{"input":"a","seed":12345678901234567890,"temperature":1.0,"more":{"x":0.10}}',
  );
});

test("a body without extra fields, or with nothing else, is JSON", () => {
  expect(jsonBody({ input: "a" }, {})).toBe('{"input":"a"}');
  expect(jsonBody({ input: "a" }, { input: '"b"' })).toBe('{"input":"b"}');
});

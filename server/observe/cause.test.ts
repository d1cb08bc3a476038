import { expect, test } from "bun:test";
import { SpeechError } from "../../src/errors.ts";
import { causeText } from "./cause.ts";

test("causeText() - returns the messages of a SpeechError and its causes without stacks", () => {
  const cause = new SpeechError("upstream", "HTTP 500");
  const fault = new SpeechError("decode", "the LM failed", { cause });
  expect(causeText(fault)).toBe("the LM failed; caused by HTTP 500");
});

test("causeText() - adds the stack of an unexpected error", () => {
  expect(causeText(new Error("boom"))).toMatch(/^boom\n[^]*at /);
});

test("causeText() - converts a thrown value that is not an Error to a string", () => {
  expect(causeText("boom")).toBe("boom");
});

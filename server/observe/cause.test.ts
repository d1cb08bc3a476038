import { expect, test } from "bun:test";
import { SpeechError } from "../../src/errors.ts";
import { causeText } from "./cause.ts";

test("causeText() - a SpeechError is its message and the messages of its causes, without stacks", () => {
  const cause = new SpeechError("upstream", "HTTP 500");
  const fault = new SpeechError("decode", "the LM failed", { cause });
  expect(causeText(fault)).toBe("the LM failed; caused by HTTP 500");
});

test("causeText() - an unexpected error has its stack", () => {
  expect(causeText(new Error("boom"))).toMatch(/^boom\n[^]*at /);
});

test("causeText() - a thrown value that is not an Error becomes its text", () => {
  expect(causeText("boom")).toBe("boom");
});

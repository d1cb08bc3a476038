import { expect, test } from "bun:test";
import { createAlignmentCheck } from "./alignment.ts";
import type { Times } from "./wires/wire.ts";

const chars = (text: string, startsMs?: readonly number[]): Times => ({
  unit: "characters",
  texts: Array.from(text),
  startsMs: startsMs ?? Array.from(text, (_, at) => at * 10),
});
const check = (text: string, ...times: readonly Times[]) => {
  const alignment = createAlignmentCheck();
  for (const each of times) alignment.add(each);
  return alignment.result(text, true);
};
const FINE = { missing: 0, extra: 0, falls: 0, restarts: 0 };

test("an alignment of the whole text has no fault; outer white space may differ", () => {
  expect(check("Hello, you. ", chars("Hello, you."))).toEqual(FINE);
  expect(check("日本語。", chars("日本語。"))).toEqual(FINE);
});

test("missing and extra characters are counted, not all after the first one", () => {
  expect(check("Hello there, you.", chars("Hello thee, you."))).toMatchObject({
    missing: 1,
    extra: 0,
  });
  expect(check("Hello there, you.", chars("Hello, you."))).toMatchObject({ missing: 6, extra: 0 });
  expect(check("Hello.", chars("HeXllo."))).toMatchObject({ missing: 0, extra: 1 });
  expect(check("abcd", chars("abXd"))).toMatchObject({ missing: 1, extra: 1 });
});

test("times that fall are counted, within a message and between two", () => {
  expect(check("abcd", chars("abcd", [0, 50, 40, 60]))).toMatchObject({ falls: 1 });
  expect(check("abcd", chars("ab", [0, 100]), chars("cd", [90, 120]))).toMatchObject({ falls: 1 });
  expect(check("abcd", chars("ab", [0, NaN]), chars("cd", [90, 120]))?.falls).toBeGreaterThan(0);
  expect(check("abcd", chars("ab", [0, 0]), chars("cd", [0, 120]))).toEqual(FINE);
});

test("a clock that begins again in each message is told apart from falling times", () => {
  const times = [chars("ab", [0, 100]), chars("cd", [0, 120])];
  expect(check("abcd", ...times)).toEqual({ ...FINE, restarts: 1 });
});

test("words are compared without white space; an interrupted reply misses nothing", () => {
  const words = (...texts: string[]): Times => ({
    unit: "words",
    texts,
    startsMs: texts.map((_, at) => at * 100),
  });
  expect(check("See you at nine.", words("See", "you", "at", "nine."))).toEqual(FINE);
  expect(check("See you at nine.", words("See", "at", "nine."))).toMatchObject({ missing: 3 });
  const interrupted = createAlignmentCheck();
  interrupted.add(words("See"));
  expect(interrupted.result("See you at nine.", false)).toEqual(FINE);
  expect(createAlignmentCheck().result("See you.", true)).toBeNull();
});

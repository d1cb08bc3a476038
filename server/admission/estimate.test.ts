import { expect, test } from "bun:test";
import { estimatedAudioS } from "./estimate.ts";

const SENTENCE = "The morning train was late again. ";
const SENTENCE_S = estimatedAudioS(SENTENCE, 1);

test("a sentence of six words is estimated at 1 to 4 s", () => {
  expect(SENTENCE_S).toBeGreaterThan(1);
  expect(SENTENCE_S).toBeLessThan(4);
});

test("twice the speed halves the estimate", () => {
  expect(estimatedAudioS(SENTENCE, 2)).toBeCloseTo(SENTENCE_S / 2);
});

test("a text of one digit is estimated at more than 0.3 s", () => {
  expect(estimatedAudioS("8", 1)).toBeGreaterThan(0.3);
});

test("the estimate grows with the length of the text", () => {
  for (const count of [10, 10_000])
    expect(estimatedAudioS(SENTENCE.repeat(count), 1) / (SENTENCE_S * count)).toBeCloseTo(1, 2);
});

test("a text beyond 4096 UTF-16 units is estimated from its beginning", () => {
  const words = SENTENCE.repeat(1000).slice(0, 4096);
  expect(estimatedAudioS(words + ".".repeat(4096), 1)).toBeCloseTo(2 * estimatedAudioS(words, 1));
});

test("the minimum estimate is 0.2 s", () => {
  expect(estimatedAudioS("", 1)).toBe(0.2);
  expect(estimatedAudioS("!", 4)).toBe(0.2);
});

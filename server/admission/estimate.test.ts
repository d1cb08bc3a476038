import { expect, test } from "bun:test";
import { estimatedAudioS } from "./estimate.ts";

test("a longer text counts more, a faster one less, and a huge one is estimated from its beginning", () => {
  const sentence = "The morning train was late again. ";
  const oneS = estimatedAudioS(sentence, 1);
  expect(oneS).toBeGreaterThan(1);
  expect(oneS).toBeLessThan(4);
  expect(estimatedAudioS(sentence, 2)).toBeCloseTo(oneS / 2);
  expect(estimatedAudioS(sentence.repeat(10_000), 1) / (oneS * 10_000)).toBeCloseTo(1, 2);
  expect(estimatedAudioS("!", 4)).toBeGreaterThan(0);
});

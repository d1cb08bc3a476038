import { expect, test } from "bun:test";
import { leadSilenceMs } from "./recordings.ts";

test("the silence before the first sound is counted in frames of 5 ms", () => {
  const samples = new Float32Array(2400).fill(0.1, 720);
  expect(leadSilenceMs(samples, 24_000)).toBe(30);
});

test("noise below -54 dBFS counts as silence", () => {
  const samples = new Float32Array(2400).fill(0.001).fill(0.1, 1200);
  expect(leadSilenceMs(samples, 24_000)).toBe(50);
  expect(leadSilenceMs(new Float32Array(2400), 24_000)).toBe(100);
});

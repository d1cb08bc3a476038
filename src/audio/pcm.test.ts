import { expect, test } from "bun:test";
import { joined, toS16 } from "./pcm.ts";

/** Samples as 16-bit levels. */
function levels(...samples: readonly number[]): number[] {
  return [...new Int16Array(toS16(Float32Array.from(samples)).buffer)];
}

test("full scale is 32767", () => {
  expect(levels(0, 1, -1, 0.5)).toEqual([0, 32_767, -32_767, 16_384]);
});

test("samples beyond full scale are clamped", () => {
  expect(levels(1.001, 2, Infinity, -1.001, -2, -Infinity)).toEqual([
    32_767, 32_767, 32_767, -32_768, -32_768, -32_768,
  ]);
});

test("levels are rounded to the nearest", () => {
  const step = 1 / 32_767;
  expect(levels(0.4 * step, 0.6 * step, -0.4 * step, -0.6 * step)).toEqual([0, 1, 0, -1]);
});

test("NaN is silence", () => {
  expect(levels(NaN)).toEqual([0]);
});

test("a sample is two bytes, the low byte first", () => {
  expect([...toS16(Float32Array.from([258 / 32_767]))]).toEqual([2, 1]);
});

test("joined arrays keep their order", () => {
  const both = joined([Float32Array.from([1, 2]), Float32Array.from([3])]);
  expect([...both]).toEqual([1, 2, 3]);
});

import { expect, test } from "bun:test";
import { quantizeChannels } from "./perChannel.ts";

test("each channel uses the whole range of 8 bits", () => {
  const { values, scales } = quantizeChannels(Float32Array.of(1, 10, -2, 5), 2);
  expect([...values]).toEqual([64, 127, -127, 64]);
  expect(scales[0]).toBeCloseTo(2 / 127, 6);
  expect(scales[1]).toBeCloseTo(10 / 127, 6);
});

test("a channel of zeros stays zero", () => {
  const { values, scales } = quantizeChannels(Float32Array.of(0, 1, 0, 1), 2);
  expect([...values]).toEqual([0, 127, 0, 127]);
  expect([...scales].every(Number.isFinite)).toBe(true);
});

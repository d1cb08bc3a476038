import { expect, test } from "bun:test";
import { boundariesOf, reachedSpeed } from "./durations.ts";

test("boundariesOf() - one unit is 600 samples, and the last boundary is the end", () => {
  expect([...boundariesOf(Float32Array.of(2, 1, 3))]).toEqual([0, 1200, 1800, 3600]);
});

test("reachedSpeed() - compares with the whole units at speed 1, at least one for each id", () => {
  const natural = Float32Array.of(4.2, 0.3, 3.6);
  expect(reachedSpeed(natural, Float32Array.of(4, 1, 4))).toBe(1);
  expect(reachedSpeed(natural, Float32Array.of(2, 1, 2))).toBeCloseTo(9 / 5);
});

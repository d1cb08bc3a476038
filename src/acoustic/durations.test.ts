import { expect, test } from "bun:test";
import { evenDurations, timesOf } from "./durations.ts";

test("one unit is 600 samples, and the last boundary is the end", () => {
  const { boundaries } = timesOf({ units: Float32Array.of(2, 1, 3), natural: null }, 1);
  expect([...boundaries]).toEqual([0, 1200, 1800, 3600]);
});

test("the reached speed compares with the whole units at speed 1, at least one for each id", () => {
  const natural = Float32Array.of(4.2, 0.3, 3.6);
  expect(timesOf({ units: Float32Array.of(4, 1, 4), natural }, 1.1).reached).toBe(1);
  expect(timesOf({ units: Float32Array.of(2, 1, 2), natural }, 2).reached).toBeCloseTo(9 / 5);
});

test("even durations end with the sound, at the speed that was asked for", () => {
  const { boundaries, reached } = timesOf(evenDurations(4, 6000), 1.25);
  expect([...boundaries]).toEqual([0, 1500, 3000, 4500, 6000]);
  expect(reached).toBe(1.25);
});

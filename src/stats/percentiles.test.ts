import { expect, test } from "bun:test";
import { interval95, percentile } from "./percentiles.ts";

const oneTo = (n: number) => Array.from({ length: n }, (_, index) => index + 1);

test("percentile() - type7 interpolates between the two nearest ranks", () => {
  expect(percentile([1, 2, 3, 4], 0.5)).toBe(2.5);
  expect(percentile([10, 20], 0.9)).toBeCloseTo(19, 10);
  expect(percentile([7], 0.99)).toBe(7);
});

test("percentile() - nearest returns the value at rank ceil(q n) in spite of rounding errors", () => {
  expect(percentile(oneTo(100), 0.95, "nearest")).toBe(95);
  expect(percentile(oneTo(10), 0.95, "nearest")).toBe(10);
  expect(0.07 * 100).toBeGreaterThan(7);
  expect(percentile(oneTo(100), 0.07, "nearest")).toBe(7);
});

test("percentile() - scicom returns sorted[floor(q n) - 1], but interpolates the median", () => {
  const values = oneTo(50);
  expect(percentile(values, 0.9, "scicom")).toBe(45);
  expect(percentile(values, 0.95, "scicom")).toBe(47);
  expect(percentile(values, 0.99, "scicom")).toBe(49);
  expect(percentile(values, 0.5, "scicom")).toBe(25.5);
  expect(percentile([3], 0.99, "scicom")).toBe(3);
});

test("interval95() - needs 72 values for p95 and 368 for p99", () => {
  expect(interval95(oneTo(71), 0.95)).toBeNull();
  expect(interval95(oneTo(72), 0.95)).not.toBeNull();
  expect(interval95(oneTo(367), 0.99)).toBeNull();
  expect(interval95(oneTo(368), 0.99)?.[1]).toBe(368);
});

test("interval95() - uses the ranks of the binomial table for the median of 100 values", () => {
  expect(interval95(oneTo(100), 0.5)).toEqual([40, 61]);
});

test("percentile() - throws without values", () => {
  expect(() => percentile([], 0.5)).toThrow(RangeError);
});

test("percentile() - scicom computes floor(q n) - 1 in spite of rounding errors", () => {
  expect(0.29 * 100).toBeLessThan(29);
  expect(percentile(oneTo(100), 0.29, "scicom")).toBe(29);
});

test("percentile() - throws an error that names the rank if q is above 1", () => {
  expect(() => percentile([1, 2], 1.5, "nearest")).toThrow("Expected a rank from 1 to 2, got 3");
});

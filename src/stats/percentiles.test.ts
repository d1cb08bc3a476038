import { expect, test } from "bun:test";
import { interval95, percentile } from "./percentiles.ts";

const oneTo = (n: number) => Array.from({ length: n }, (_, index) => index + 1);

test("type 7 interpolates between the two nearest ranks", () => {
  expect(percentile([1, 2, 3, 4], 0.5)).toBe(2.5);
  expect(percentile([10, 20], 0.9)).toBeCloseTo(19, 10);
  expect(percentile([7], 0.99)).toBe(7);
});

test("nearest takes the value at rank ceil(q n), also where q n has a float error", () => {
  expect(percentile(oneTo(100), 0.95, "nearest")).toBe(95);
  expect(percentile(oneTo(10), 0.95, "nearest")).toBe(10);
  expect(0.07 * 100).toBeGreaterThan(7);
  expect(percentile(oneTo(100), 0.07, "nearest")).toBe(7);
});

test("scicom takes sorted[floor(q n) - 1], wraps at one value, and interpolates the median", () => {
  const values = oneTo(50);
  expect(percentile(values, 0.9, "scicom")).toBe(45);
  expect(percentile(values, 0.95, "scicom")).toBe(47);
  expect(percentile(values, 0.99, "scicom")).toBe(49);
  expect(percentile(values, 0.5, "scicom")).toBe(25.5);
  expect(percentile([3], 0.99, "scicom")).toBe(3);
});

test("an interval exists from 72 values for p95 and 368 for p99, and not below", () => {
  expect(interval95(oneTo(71), 0.95)).toBeNull();
  expect(interval95(oneTo(72), 0.95)).not.toBeNull();
  expect(interval95(oneTo(367), 0.99)).toBeNull();
  expect(interval95(oneTo(368), 0.99)?.[1]).toBe(368);
});

test("the median's interval of 100 values has the ranks of the binomial table", () => {
  expect(interval95(oneTo(100), 0.5)).toEqual([40, 61]);
});

test("a percentile of no values is an error", () => {
  expect(() => percentile([], 0.5)).toThrow(RangeError);
});

test("scicom takes rank floor(q n) - 1, also where q n has a float error", () => {
  expect(0.29 * 100).toBeLessThan(29);
  expect(percentile(oneTo(100), 0.29, "scicom")).toBe(29);
});

test("a quantile above 1 is an error that names the rank", () => {
  expect(() => percentile([1, 2], 1.5, "nearest")).toThrow("rank 3 of 2 values");
});

import { expect, test } from "bun:test";
import { createRandom, gamma, pick } from "./random.ts";

const take = (count: number, next: () => number) => Array.from({ length: count }, next);

test("createRandom() gives the same sequence for the same keys", () => {
  const values = take(3, createRandom("a", 1));
  expect(take(3, createRandom("a", 1))).toEqual(values);
  expect(take(3, createRandom("a", 2))).not.toEqual(values);
  expect(take(3, createRandom("a1"))).not.toEqual(values);
});

test("createRandom() draws uniformly from [0, 1)", () => {
  const values = take(20_000, createRandom("uniform"));
  expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...values)).toBeLessThan(1);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  expect(Math.abs(mean - 0.5)).toBeLessThan(0.01);
});

test("pick() returns each item equally often", () => {
  const random = createRandom("pick");
  const counts = { a: 0, b: 0, c: 0 };
  for (let draw = 0; draw < 9000; draw++) counts[pick(["a", "b", "c"] as const, random)]++;
  for (const count of Object.values(counts)) expect(Math.abs(count - 3000)).toBeLessThan(200);
});

test("pick() refuses an empty list", () => {
  expect(() => pick([], () => 0)).toThrow(RangeError);
});

test.each([0.25, 1, 4])(
  "gamma() of shape %d has a mean and a variance equal to its shape",
  (shape) => {
    const random = createRandom("gamma", shape);
    const values = take(40_000, () => gamma(shape, random));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    expect(Math.abs(mean / shape - 1)).toBeLessThan(0.05);
    expect(Math.abs(variance / shape - 1)).toBeLessThan(0.1);
  },
);

import { expect, test } from "bun:test";
import { fitCost } from "./fitCost.ts";

test("fitCost() - recovers both terms from noisy points", () => {
  const points = [12, 25, 48, 95, 380].map((tokens, i) => ({
    tokens,
    ms: (28 + 1.2 * tokens) * (1 + 0.02 * (-1) ** i),
  }));
  const { fixedMs, perTokenMs } = fitCost(points);
  expect(Math.abs(fixedMs - 28)).toBeLessThan(2);
  expect(Math.abs(perTokenMs - 1.2)).toBeLessThan(0.08);
});

test("fitCost() - minimises the sum of squared relative errors", () => {
  const { fixedMs, perTokenMs } = fitCost([
    { tokens: 10, ms: 20 },
    { tokens: 20, ms: 24 },
    { tokens: 30, ms: 37 },
  ]);
  // Expected values of a fit with weights 1 / ms², computed without this code.
  expect(perTokenMs).toBeCloseTo(0.742941, 5);
  expect(fixedMs).toBeCloseTo(11.686717, 5);
});

test("fitCost() - recovers costs below 1 ms", () => {
  const { fixedMs, perTokenMs } = fitCost([
    { tokens: 10, ms: 5.5 },
    { tokens: 20, ms: 10.5 },
  ]);
  expect(fixedMs).toBeCloseTo(0.5);
  expect(perTokenMs).toBeCloseTo(0.5);
});

test("fitCost() - returns costs of 0 for runs shorter than the clock's resolution", () => {
  const points = [10, 100].map((tokens) => ({ tokens, ms: 0 }));
  expect(fitCost(points)).toEqual({ fixedMs: 0, perTokenMs: 0 });
});

test("fitCost() - sets the cost per token to 0 if larger runs are faster", () => {
  const { fixedMs, perTokenMs } = fitCost([
    { tokens: 10, ms: 30 },
    { tokens: 100, ms: 20 },
  ]);
  expect(perTokenMs).toBe(0);
  expect(fixedMs).toBeGreaterThan(20);
  expect(fixedMs).toBeLessThan(30);
});

test("fitCost() - sets the fixed cost to 0 if durations grow faster than tokens", () => {
  const { fixedMs, perTokenMs } = fitCost([
    { tokens: 10, ms: 1 },
    { tokens: 100, ms: 200 },
  ]);
  expect(fixedMs).toBe(0);
  expect(perTokenMs).toBeCloseTo(10.5 / 100.25);
});

test("fitCost() - fits a line through the origin to points of one size", () => {
  const { fixedMs, perTokenMs } = fitCost([{ tokens: 50, ms: 100 }]);
  expect(fixedMs).toBeCloseTo(0);
  expect(perTokenMs).toBeCloseTo(2);
});

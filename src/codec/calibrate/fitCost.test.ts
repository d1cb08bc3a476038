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
  // Weighted by 1 / ms², solved independently.
  expect(perTokenMs).toBeCloseTo(0.742941, 5);
  expect(fixedMs).toBeCloseTo(11.686717, 5);
});

test("fitCost() - keeps costs below 1 ms", () => {
  const { fixedMs, perTokenMs } = fitCost([
    { tokens: 10, ms: 5.5 },
    { tokens: 20, ms: 10.5 },
  ]);
  expect(fixedMs).toBeCloseTo(0.5);
  expect(perTokenMs).toBeCloseTo(0.5);
});

test("fitCost() - runs below the clock's resolution are free", () => {
  const points = [10, 100].map((tokens) => ({ tokens, ms: 0 }));
  expect(fitCost(points)).toEqual({ fixedMs: 0, perTokenMs: 0 });
});

test("fitCost() - falling durations have no cost per token", () => {
  const { fixedMs, perTokenMs } = fitCost([
    { tokens: 10, ms: 30 },
    { tokens: 100, ms: 20 },
  ]);
  expect(perTokenMs).toBe(0);
  expect(fixedMs).toBeGreaterThan(20);
  expect(fixedMs).toBeLessThan(30);
});

test("fitCost() - durations that grow faster than tokens have no fixed cost", () => {
  const { fixedMs, perTokenMs } = fitCost([
    { tokens: 10, ms: 1 },
    { tokens: 100, ms: 200 },
  ]);
  expect(fixedMs).toBe(0);
  expect(perTokenMs).toBeCloseTo(10.5 / 100.25);
});

test("fitCost() - points of one size give a line through the origin", () => {
  const { fixedMs, perTokenMs } = fitCost([{ tokens: 50, ms: 100 }]);
  expect(fixedMs).toBeCloseTo(0);
  expect(perTokenMs).toBeCloseTo(2);
});

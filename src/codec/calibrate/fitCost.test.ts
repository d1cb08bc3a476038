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

test("fitCost() - weighs relative errors", () => {
  // 28 + 1.2 · tokens; the large run took 5 % longer. Equal weights would move the fixed cost below 0.
  const points = [
    { tokens: 10, ms: 40 },
    { tokens: 20, ms: 52 },
    { tokens: 6000, ms: 7228 * 1.05 },
  ];
  const { fixedMs, perTokenMs } = fitCost(points);
  expect(Math.abs(fixedMs - 28)).toBeLessThan(1);
  expect(Math.abs(perTokenMs / 1.2 - 1)).toBeLessThan(0.06);
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
  expect(perTokenMs).toBeGreaterThan(0.1);
});

test("fitCost() - points of one size give a line through the origin", () => {
  const { fixedMs, perTokenMs } = fitCost([{ tokens: 50, ms: 100 }]);
  expect(fixedMs).toBeCloseTo(0);
  expect(perTokenMs).toBeCloseTo(2);
});

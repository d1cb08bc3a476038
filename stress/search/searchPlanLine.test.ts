import { expect, test } from "bun:test";
import { costRange } from "./searchPlanLine.ts";

const SIZE = {
  minQps: 1,
  maxQps: 8,
  resolution: 0.05,
  maxProbes: 16,
  repeats: 3,
  numberOfSamples: 100,
};

test("costRange() - the least search fails at once, the longest narrows its bracket at low rates", () => {
  const [least, most] = costRange(SIZE);
  expect(least).toEqual({ requests: 100, sendingMs: 100_000 });
  // 1 and 2 requests/s pass or fail after 300 requests each, and so do the rates between them.
  expect(most.sendingMs).toBeGreaterThan(450_000 + 3 * 150_000);
  expect(most.requests).toBeLessThanOrEqual(16 * 300);
});

test("costRange() - one rate has one cost if it must hold at once", () => {
  const [least, most] = costRange({ ...SIZE, minQps: 2, maxQps: 2 });
  expect([least.requests, most.requests]).toEqual([100, 300]);
  expect(most.sendingMs).toBe(150_000);
});

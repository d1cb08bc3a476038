import { expect, test } from "bun:test";
import { liveCapacity } from "./capacity.ts";
import { CPU_LIMITS } from "./deviceLimits.ts";

const SHAPE = { leftContext: 10, hop: 75, lookahead: 10 };

test("liveCapacity() - returns 0.8 of the rate of new audio, rounded down", () => {
  // A run of 95 tokens takes 95 ms for 1.5 s of new audio, so the capacity is 0.8 × 15.8.
  const cost = { fixedMs: 0, perTokenMs: 1 };
  expect(liveCapacity({ ...CPU_LIMITS, cost, budgetTokens: 143, maxBatch: 16 }, 1, SHAPE)).toBe(12);
  expect(liveCapacity({ ...CPU_LIMITS, cost, budgetTokens: 143, maxBatch: 16 }, 2, SHAPE)).toBe(25);
});

test("liveCapacity() - grows with the batch that the budget and the maximum batch allow", () => {
  const cost = { fixedMs: 100, perTokenMs: 0.1 };
  const alone = liveCapacity({ ...CPU_LIMITS, cost, budgetTokens: 95, maxBatch: 16 }, 1, SHAPE);
  const wide = liveCapacity({ ...CPU_LIMITS, cost, budgetTokens: 6144, maxBatch: 16 }, 1, SHAPE);
  expect(alone).toBe(10);
  expect(wide).toBe(76);
  expect(liveCapacity({ ...CPU_LIMITS, cost, budgetTokens: 6144, maxBatch: 1 }, 1, SHAPE)).toBe(
    alone,
  );
});

test("liveCapacity() - returns 0 for a device that is slower than real time", () => {
  const cost = { fixedMs: 0, perTokenMs: 30 };
  expect(liveCapacity({ ...CPU_LIMITS, cost, budgetTokens: 64, maxBatch: 16 }, 1, SHAPE)).toBe(0);
});

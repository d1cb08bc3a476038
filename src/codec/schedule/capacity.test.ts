import { expect, test } from "bun:test";
import { liveCapacity } from "./capacity.ts";
import { CPU_LIMITS } from "./deviceLimits.ts";

const SHAPE = { leftContext: 10, hop: 75, lookahead: 10 };

test("the capacity is 0.8 of the useful decode rate, in whole listeners", () => {
  // 95 tokens take 95 ms and give 1.5 s of new audio: 15.8 s a second, of which 0.8 are promised.
  const cost = { fixedMs: 0, perTokenMs: 1 };
  expect(liveCapacity({ ...CPU_LIMITS, cost, budgetTokens: 143, maxBatch: 16 }, 1, SHAPE)).toBe(12);
  expect(liveCapacity({ ...CPU_LIMITS, cost, budgetTokens: 143, maxBatch: 16 }, 2, SHAPE)).toBe(25);
});

test("wide runs share their fixed cost, as far as the budget and the largest batch allow", () => {
  const cost = { fixedMs: 100, perTokenMs: 0.1 };
  const alone = liveCapacity({ ...CPU_LIMITS, cost, budgetTokens: 95, maxBatch: 16 }, 1, SHAPE);
  const wide = liveCapacity({ ...CPU_LIMITS, cost, budgetTokens: 6144, maxBatch: 16 }, 1, SHAPE);
  expect(alone).toBe(10);
  expect(wide).toBe(76);
  expect(liveCapacity({ ...CPU_LIMITS, cost, budgetTokens: 6144, maxBatch: 1 }, 1, SHAPE)).toBe(
    alone,
  );
});

test("a device that can't keep up with one listener promises none", () => {
  const cost = { fixedMs: 0, perTokenMs: 30 };
  expect(liveCapacity({ ...CPU_LIMITS, cost, budgetTokens: 64, maxBatch: 16 }, 1, SHAPE)).toBe(0);
});

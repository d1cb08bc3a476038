import { expect, test } from "bun:test";
import { arrivals, rateLabel, sweepRates } from "./arrivals.ts";

test("levels of 0.1 steps have no float drift and keep their last level", () => {
  const labels = sweepRates({ minQps: 0.1, maxQps: 0.7, qpsStep: 0.1 }).map(rateLabel);
  expect(labels).toEqual(["0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7"]);
  expect(sweepRates({ minQps: 1, maxQps: 2.5, qpsStep: 1 }).map(rateLabel)).toEqual(["1.0", "2.0"]);
});

test("the schedule starts at 0, rises, and its last request is due at (n - 1)/rate", () => {
  for (const burstiness of [0.2, 1, 5]) {
    const { offsetsMs: offsets } = arrivals(500, { qps: 20, burstiness }, 1);
    expect(offsets[0]).toBe(0);
    expect(offsets.at(-1)).toBeCloseTo((499 / 20) * 1000, 6);
    for (let index = 1; index < offsets.length; index++) {
      expect(offsets[index]).toBeGreaterThanOrEqual(offsets[index - 1] ?? 0);
    }
  }
});

test("the gaps' coefficient of variation is 1/sqrt(burstiness)", () => {
  for (const burstiness of [0.25, 1, 4]) {
    const { offsetsMs: offsets } = arrivals(20_000, { qps: 10, burstiness }, 7);
    const gaps = offsets.slice(1).map((offset, index) => offset - (offsets[index] ?? 0));
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length;
    expect(Math.abs((Math.sqrt(variance) / mean) * Math.sqrt(burstiness) - 1)).toBeLessThan(0.05);
  }
});

test("what the gaps were rescaled by is told: near 1 for many, whatever their shape", () => {
  for (const burstiness of [0.25, 1, 4]) {
    const { gapScale } = arrivals(20_000, { qps: 10, burstiness }, 7);
    expect(Math.abs(gapScale - 1)).toBeLessThan(0.05);
    expect(gapScale).not.toBe(1);
  }
});

test("equal seeds give equal schedules, other seeds others", () => {
  const rate = { qps: 5, burstiness: 1 };
  expect(arrivals(50, rate, 1)).toEqual(arrivals(50, rate, 1));
  expect(arrivals(50, rate, 1)).not.toEqual(arrivals(50, rate, 2));
});

test("one request is due at once", () => {
  expect(arrivals(1, { qps: 5, burstiness: 1 }, 1)).toEqual({
    offsetsMs: new Float64Array([0]),
    gapScale: 1,
  });
});

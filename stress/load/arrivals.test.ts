import { expect, test } from "bun:test";
import { createRandom, gamma } from "../../src/stats/random.ts";
import { arrivals, rateLabel, sweepRates } from "./arrivals.ts";

test("rates in steps of 0.1 have no rounding error", () => {
  const labels = sweepRates({ minQps: 0.1, maxQps: 0.7, qpsStep: 0.1 }).map(rateLabel);
  expect(labels).toEqual(["0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7"]);
});

test("the last rate is at most the maximum", () => {
  expect(sweepRates({ minQps: 1, maxQps: 2.5, qpsStep: 1 }).map(rateLabel)).toEqual(["1.0", "2.0"]);
});

test("instants ascend from 0 to (n - 1)/rate", () => {
  for (const burstiness of [0.2, 1, 5]) {
    const { offsetsMs } = arrivals(500, { qps: 20, burstiness }, 1);
    expect(offsetsMs[0]).toBe(0);
    expect(offsetsMs.at(-1)).toBeCloseTo((499 / 20) * 1000, 6);
    for (let index = 1; index < offsetsMs.length; index++) {
      expect(offsetsMs[index]).toBeGreaterThan(offsetsMs[index - 1] ?? 0);
    }
  }
});

test("the gaps' coefficient of variation is 1/sqrt(burstiness)", () => {
  for (const burstiness of [0.25, 1, 4]) {
    const { offsetsMs } = arrivals(20_000, { qps: 10, burstiness }, 7);
    const gaps = offsetsMs.slice(1).map((offset, index) => offset - (offsetsMs[index] ?? 0));
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length;
    expect(Math.abs((Math.sqrt(variance) / mean) * Math.sqrt(burstiness) - 1)).toBeLessThan(0.05);
  }
});

test("gapScale is near 1 for many gaps, at every burstiness", () => {
  for (const burstiness of [0.25, 1, 4]) {
    const { gapScale } = arrivals(20_000, { qps: 10, burstiness }, 7);
    expect(Math.abs(gapScale - 1)).toBeLessThan(0.05);
    expect(gapScale).not.toBe(1);
  }
});

test("gapScale is the expected gap divided by the drawn gap", () => {
  for (const burstiness of [0.5, 3]) {
    const drawn = gamma(burstiness, createRandom(7, "arrivals", 10));
    const { offsetsMs, gapScale } = arrivals(2, { qps: 10, burstiness }, 7);
    expect(gapScale).toBeCloseTo(burstiness / drawn, 9);
    expect([...offsetsMs]).toEqual([0, 100]);
  }
});

test("rates are exact if minimum, maximum and step have different decimal places", () => {
  expect(sweepRates({ minQps: 0.25, maxQps: 1.5, qpsStep: 0.5 })).toEqual([0.25, 0.75, 1.25]);
  expect(sweepRates({ minQps: 1e-7, maxQps: 3e-7, qpsStep: 1e-7 })).toEqual([1e-7, 2e-7, 3e-7]);
});

test("equal seeds give equal instants, and different seeds give different instants", () => {
  const rate = { qps: 5, burstiness: 1 };
  expect(arrivals(50, rate, 1)).toEqual(arrivals(50, rate, 1));
  expect(arrivals(50, rate, 1)).not.toEqual(arrivals(50, rate, 2));
});

test("a single request is due at 0", () => {
  expect(arrivals(1, { qps: 5, burstiness: 1 }, 1)).toEqual({
    offsetsMs: new Float64Array([0]),
    gapScale: 1,
  });
});

import { expect, test } from "bun:test";
import { createHistogram } from "./histogram.ts";
import { percentile } from "./percentiles.ts";

/** Skewed values like latencies, with a tail over three decades. */
const values = Array.from(
  { length: 5000 },
  (_, index) => 5 * Math.exp(((index * 7919) % 5000) / 700),
);

test("percentile() - of four merged histograms is within 0.1 % of the percentile of all values", () => {
  const parts = [0, 1, 2, 3].map(() => createHistogram());
  values.forEach((value, index) => parts[index % 4]?.record(value));
  const merged = createHistogram();
  for (const part of parts) merged.merge(part);
  const sorted = values.toSorted((a, b) => a - b);
  expect(merged.count).toBe(values.length);
  for (const q of [0.01, 0.5, 0.9, 0.95, 0.99, 0.999]) {
    const pooled = percentile(sorted, q, "nearest");
    expect(Math.abs((merged.percentile(q) ?? 0) / pooled - 1)).toBeLessThanOrEqual(0.001001);
  }
});

test("percentile() - is null without values and exact for zeros", () => {
  const histogram = createHistogram();
  expect(histogram.percentile(0.5)).toBeNull();
  histogram.record(0);
  histogram.record(0);
  histogram.record(10);
  expect(histogram.percentile(0.5)).toBe(0);
  expect(() => histogram.record(-1)).toThrow(RangeError);
});

import { interval95, percentile, type PercentileMethod } from "../../src/stats/percentiles.ts";
import { rounded } from "../records/record.ts";

/** Statistics of one measured quantity. */
export interface Stats {
  readonly n: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly p50: number;
  readonly p90: number;
  readonly p95: number;
  readonly p99: number;
  /** 95 % interval of p99 from order statistics; null below 368 values. */
  readonly p99ci: readonly [number, number] | null;
}

/** Computes the statistics of `values`, which can be in any order; returns null if there are no values. */
export function stats(values: ArrayLike<number>, method: PercentileMethod): Stats | null {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  const at = (q: number) => rounded(percentile(sorted, q, method));
  const interval = interval95(sorted, 0.99);
  return {
    n: sorted.length,
    min: rounded(sorted[0] ?? 0),
    max: rounded(sorted.at(-1) ?? 0),
    mean: rounded(sorted.reduce((sum, value) => sum + value, 0) / sorted.length),
    p50: at(0.5),
    p90: at(0.9),
    p95: at(0.95),
    p99: at(0.99),
    p99ci: interval && [rounded(interval[0]), rounded(interval[1])],
  };
}

import { percentile } from "../src/stats/percentiles.ts";

/** Returns the q-quantile (type 7) of values in any order. Throws RangeError if there are none. */
export function quantile(values: readonly number[], q: number): number {
  return percentile(Float64Array.from(values).sort(), q, "type7");
}

/** Describes times in milliseconds by their median, their p95 and the longest. */
export function spread(values: readonly number[]): string {
  const ms = (q: number): string => quantile(values, q).toFixed(1);
  return `p50 ${ms(0.5)} p95 ${ms(0.95)} max ${ms(1)} ms`;
}

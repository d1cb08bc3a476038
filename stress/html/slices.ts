import { percentile, type PercentileMethod } from "../../src/stats/percentiles.ts";
import type { Row } from "./gather.ts";

/** Figures of a group of requests. */
export interface Slice {
  readonly name: string;
  readonly requests: number;
  readonly failed: number;
  readonly ttfaMs: readonly [p50: number, p95: number] | null;
  readonly latencyMs: readonly [p50: number, p95: number] | null;
}

/** Groups `rows` by voice, the most frequent voice first. Returns at most 20 voices. */
export function voiceSlices(rows: readonly Row[], method: PercentileMethod): Slice[] {
  const groups = [...Map.groupBy(rows, ({ voice }) => voice)];
  const largest = groups.sort(([, a], [, b]) => b.length - a.length).slice(0, 20);
  return largest.map(([voice, group]) => slice(voice, group, method));
}

/** Groups `rows` by text length, in at most four groups of about equal size. */
export function lengthSlices(rows: readonly Row[], method: PercentileMethod): Slice[] {
  const lengths = Float64Array.from(rows, ({ chars }) => chars).sort();
  if (lengths.length === 0) return [];
  const ends = [0.25, 0.5, 0.75, 1].map((q) => percentile(lengths, q, "nearest"));
  const distinct = [...new Set(ends)];
  return distinct.map((end, index) => {
    const above = distinct[index - 1] ?? 0;
    const group = rows.filter(({ chars }) => chars > above && chars <= end);
    const least = group.reduce((length, { chars }) => Math.min(length, chars), end);
    const range = least === end ? `${end}` : `${least}–${end}`;
    return slice(`${range} characters`, group, method);
  });
}

function slice(name: string, rows: readonly Row[], method: PercentileMethod): Slice {
  const figures = (of: (row: Row) => number | null): readonly [number, number] | null => {
    const sorted = Float64Array.from(rows.map(of).filter((value) => value !== null)).sort();
    if (sorted.length === 0) return null;
    return [percentile(sorted, 0.5, method), percentile(sorted, 0.95, method)];
  };
  return {
    name,
    requests: rows.length,
    failed: rows.filter(({ failed }) => failed).length,
    ttfaMs: figures((row) => row.ttfaMs),
    latencyMs: figures((row) => row.latencyMs),
  };
}

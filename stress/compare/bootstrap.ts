import { percentile } from "../../src/stats/percentiles.ts";
import type { Random } from "../../src/stats/random.ts";

/** Values of one run in schedule order, an array per level. */
export type Levels = readonly Float64Array[];

/** Computes a figure of a sample in which `values.values[index]` occurs `counts[index]` times. */
type Statistic = (values: Sorted, counts: Uint32Array) => number;

interface Sorted {
  readonly values: Float64Array;
  /** Indices of `values`, ascending by value. */
  readonly order: Uint32Array;
}

/** Options of the bootstrap. */
export interface Resampling {
  /** True to draw the same requests from both runs, which must have the same number of values per level. */
  readonly paired: boolean;
  readonly resamples: number;
  readonly random: Random;
}

/** A figure of both runs and the interval of its difference. */
export interface Difference {
  readonly a: number;
  readonly b: number;
  /** 95 % interval of b − a, two-sided. */
  readonly interval: readonly [number, number];
}

/**
 * Computes a figure of two runs, and the bootstrap interval of its difference (Efron and Tibshirani 1993, percentiles of
 * the resampled differences). Values are drawn within each level, in circular blocks of ⌈n^⅓⌉ neighbours (Politis and
 * Romano 1992). Neighbours wait in the same queue, so independent draws would give too narrow an interval.
 */
export function difference(
  [a, b]: readonly [Levels, Levels],
  statistic: Statistic,
  { paired, resamples, random }: Resampling,
): Difference {
  const [left, right] = [sorted(a), sorted(b)];
  const [leftCounts, rightCounts] = [counter(left), counter(right)];
  const differences = new Float64Array(resamples);
  for (let index = 0; index < resamples; index++) {
    draw(a, leftCounts, random);
    if (paired) rightCounts.set(leftCounts);
    else draw(b, rightCounts, random);
    differences[index] = statistic(right, rightCounts) - statistic(left, leftCounts);
  }
  differences.sort();
  return {
    a: statistic(left, leftCounts.fill(1)),
    b: statistic(right, rightCounts.fill(1)),
    interval: [percentile(differences, 0.025), percentile(differences, 0.975)],
  };
}

export const meanOf: Statistic = ({ values }, counts) => {
  let [sum, total] = [0, 0];
  for (let index = 0; index < values.length; index++) {
    const count = counts[index] ?? 0;
    sum += count * (values[index] ?? 0);
    total += count;
  }
  return sum / total;
};

/** The 95th percentile, type 7. */
export const p95Of: Statistic = ({ values, order }, counts) => {
  const position = 0.95 * (counts.reduce((sum, count) => sum + count, 0) - 1);
  const low = Math.floor(position);
  let passed = 0;
  let below: number | null = null;
  for (const index of order) {
    passed += counts[index] ?? 0;
    const value = values[index] ?? 0;
    if (below === null && passed > low) below = value;
    if (below !== null && passed > low + 1) return below + (value - below) * (position - low);
  }
  return below ?? NaN;
};

function sorted(levels: Levels): Sorted {
  const values = new Float64Array(levels.reduce((sum, level) => sum + level.length, 0));
  let start = 0;
  for (const level of levels) {
    values.set(level, start);
    start += level.length;
  }
  const order = Uint32Array.from(values, (_, index) => index);
  return { values, order: order.sort((x, y) => (values[x] ?? 0) - (values[y] ?? 0)) };
}

function counter({ values }: Sorted): Uint32Array {
  return new Uint32Array(values.length);
}

/** Resamples each level to its own size. Counts in `counts` how often each value was drawn. */
function draw(levels: Levels, counts: Uint32Array, random: Random): void {
  counts.fill(0);
  let start = 0;
  for (const { length } of levels) {
    const block = Math.ceil(Math.cbrt(length) - 1e-9);
    for (let drawn = 0; drawn < length;) {
      const from = Math.floor(random() * length);
      for (let step = 0; step < block && drawn < length; step++, drawn++) {
        const index = start + ((from + step) % length);
        counts[index] = (counts[index] ?? 0) + 1;
      }
    }
    start += length;
  }
}

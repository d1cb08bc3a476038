/** Relative half-width of a bucket: percentiles are within 0.1 % of the exact ones. */
const ACCURACY = 0.001;
const LOG_RATIO = Math.log((1 + ACCURACY) / (1 - ACCURACY));

/** A histogram of non-negative values with buckets of equal ratio; merging is lossless. */
export interface Histogram {
  readonly count: number;
  record(value: number): void;
  /** Adds the values of `other`. */
  merge(other: Histogram): void;
  /** Returns the value at rank ⌈q·n⌉, within 0.1 %; null without values. */
  percentile(q: number): number | null;
  /** Bucket index → count; zeros are in the bucket −Infinity. */
  readonly buckets: ReadonlyMap<number, number>;
}

/**
 * Creates an empty histogram with the buckets of DDSketch (Masson, Rim, Lee 2019).
 *
 * @example
 * const histogram = createHistogram();
 * histogram.record(12.5);
 * histogram.percentile(0.95); // 12.5 within 0.1 %
 */
export function createHistogram(): Histogram {
  const buckets = new Map<number, number>();
  let count = 0;
  const add = (bucket: number, times: number) => {
    buckets.set(bucket, (buckets.get(bucket) ?? 0) + times);
    count += times;
  };
  return {
    buckets,
    get count() {
      return count;
    },
    record(value) {
      if (!(value >= 0)) throw new RangeError(`Expected a value ≥ 0, got ${value}`);
      add(value === 0 ? -Infinity : Math.ceil(Math.log(value) / LOG_RATIO), 1);
    },
    merge(other) {
      for (const [bucket, times] of other.buckets) add(bucket, times);
    },
    percentile(q) {
      if (count === 0) return null;
      let remaining = Math.max(1, Math.ceil(q * count - 1e-9));
      const ascending = [...buckets].sort(([a], [b]) => a - b);
      for (const [bucket, times] of ascending) {
        remaining -= times;
        if (remaining <= 0) return middle(bucket);
      }
      return null;
    },
  };
}

/** Returns the value at equal relative distance from both bounds of the bucket. */
function middle(bucket: number): number {
  return (2 * Math.exp(bucket * LOG_RATIO)) / (Math.exp(LOG_RATIO) + 1);
}

/** Relative half-width of a bucket: a percentile read from the histogram is within 0.1 % of the pooled one. */
const ACCURACY = 0.001;
const LOG_RATIO = Math.log((1 + ACCURACY) / (1 - ACCURACY));

/** A histogram of non-negative values with buckets of equal ratio; two of them merge without loss. */
export interface Histogram {
  readonly count: number;
  record(value: number): void;
  /** Adds all of `other`, as if its values had been recorded here. */
  merge(other: Histogram): void;
  /** The value at rank ⌈q·n⌉, within 0.1 %; null when nothing was recorded. */
  percentile(q: number): number | null;
  /** Bucket index → count; the bucket −Infinity holds zeros. */
  readonly buckets: ReadonlyMap<number, number>;
}

/** An empty histogram. Buckets as in DDSketch (Masson, Rim, Lee 2019). */
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
      if (!(value >= 0)) throw new RangeError(`a histogram takes values ≥ 0, not ${value}`);
      add(value === 0 ? -Infinity : Math.ceil(Math.log(value) / LOG_RATIO), 1);
    },
    merge(other) {
      for (const [bucket, times] of other.buckets) add(bucket, times);
    },
    percentile(q) {
      if (count === 0) return null;
      let left = Math.max(1, Math.ceil(q * count - 1e-9));
      const ascending = [...buckets].sort(([a], [b]) => a - b);
      for (const [bucket, times] of ascending) {
        left -= times;
        if (left <= 0) return middle(bucket);
      }
      return null;
    },
  };
}

/** The value whose relative distance to both ends of the bucket is the same. */
function middle(bucket: number): number {
  return (2 * Math.exp(bucket * LOG_RATIO)) / (Math.exp(LOG_RATIO) + 1);
}

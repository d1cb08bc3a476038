import { expect, setDefaultTimeout, test } from "bun:test";
import { percentile } from "../../src/stats/percentiles.ts";
import { difference, meanOf, p95Of } from "./bootstrap.ts";
import { createRandom, gamma, type Random } from "../../src/stats/random.ts";

// The simulations use much CPU time.
setDefaultTimeout(60_000);

const resampling = { paired: true, resamples: 400, random: createRandom(1) };
const values = (count: number, of: (index: number) => number) =>
  Float64Array.from({ length: count }, (_, i) => of(i));

test("difference() - computes each figure from the values of all levels", () => {
  const random = createRandom("figures");
  const levels = [values(70, () => gamma(2, random)), values(33, () => 9 + gamma(2, random))];
  const all = Float64Array.from(levels.flatMap((level) => [...level])).sort();
  const { a, b } = difference([levels, levels], p95Of, resampling);
  expect(a).toBeCloseTo(percentile(all, 0.95), 9);
  expect(b).toBe(a);
  const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
  expect(difference([levels, levels], meanOf, resampling).a).toBeCloseTo(mean, 9);
});

test("difference() - paired runs with a constant shift have an interval of width 0", () => {
  const random = createRandom("shift");
  const a = [values(100, () => gamma(1, random))];
  const b = a.map((level) => level.map((value) => value + 5));
  const [low, high] = difference([a, b], meanOf, resampling).interval;
  expect([low, high]).toEqual([expect.closeTo(5, 9), expect.closeTo(5, 9)]);
  const unpaired = difference([a, b], meanOf, { ...resampling, paired: false }).interval;
  expect(unpaired[1] - unpaired[0]).toBeGreaterThan(0.1);
});

test("difference() - equal seeds give equal intervals", () => {
  const random = createRandom("seeds");
  const [a, b] = [[values(60, () => gamma(1, random))], [values(60, () => gamma(1, random))]];
  const interval = (seed: number) =>
    difference([a, b], meanOf, { paired: false, resamples: 300, random: createRandom(seed) })
      .interval;
  expect(interval(1)).toEqual(interval(1));
  expect(interval(1)).not.toEqual(interval(2));
});

/** Returns latencies of requests in one queue. Their logarithms have an autocorrelation of `rho`. */
function latencies(count: number, rho: number, random: Random): Float64Array {
  const noise = () => (gamma(4, random) - 4) / 2; // mean 0, deviation 1
  let state = noise();
  return values(count, () => {
    state = rho * state + Math.sqrt(1 - rho * rho) * noise();
    return 100 * Math.exp(0.4 * state);
  });
}

/** Returns the fraction of simulated pairs of runs whose interval contains the true difference, 10 ms. */
function coverage(paired: boolean, rho: number, statistic: typeof meanOf): number {
  const trials = 200;
  let covered = 0;
  for (let trial = 0; trial < trials; trial++) {
    const random = createRandom("coverage", trial, rho, String(paired));
    const common = latencies(200, rho, random);
    const own = () => 5 * (gamma(4, random) - 4);
    const other = paired ? common : latencies(200, rho, random);
    const a = common.map((value) => value + own());
    const b = other.map((value) => value + own() + 10);
    const { interval } = difference([[a], [b]], statistic, { paired, resamples: 200, random });
    if (interval[0] <= 10 && interval[1] >= 10) covered++;
  }
  return covered / trials;
}

test.each([
  [true, 0],
  [false, 0],
  [true, 0.5],
  [false, 0.5],
])(
  "difference() - about 95 % of the intervals contain the true difference, 90 % with autocorrelation (paired %p, correlation %p)",
  (paired, rho) => {
    expect(coverage(paired, rho, meanOf)).toBeWithin(rho === 0 ? 0.91 : 0.86, 0.985);
    // There is no upper bound, because the interval of p95 is conservative for paired runs.
    expect(coverage(paired, rho, p95Of)).toBeGreaterThanOrEqual(0.89);
  },
);

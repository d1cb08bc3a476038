/**
 * type7: linear interpolation between the two nearest ranks (the default of numpy, R and most tools).
 * nearest: the value at rank ⌈q·n⌉. scicom: the rule of published burst figures, which interpolates the median and
 * takes sorted[floor(q·n) − 1] for every other percentile, or the last value if that index is −1.
 */
export type PercentileMethod = "type7" | "nearest" | "scicom";

/**
 * Returns the q-quantile (q from 0 to 1) of the ascending values `sorted`. Throws RangeError if there are none.
 *
 * @example
 * percentile([1, 2, 3, 4], 0.5); // 2.5
 */
export function percentile(
  sorted: ArrayLike<number>,
  q: number,
  method: PercentileMethod = "type7",
): number {
  const n = sorted.length;
  if (n === 0) throw new RangeError("Expected at least one value for a percentile, got 0");
  if (method === "nearest") return at(sorted, Math.max(1, Math.ceil(q * n - 1e-9)) - 1);
  if (method === "scicom" && q !== 0.5) {
    const index = Math.floor(q * n + 1e-9) - 1;
    return at(sorted, index < 0 ? n - 1 : index);
  }
  const position = q * (n - 1);
  const low = Math.floor(position);
  const below = at(sorted, low);
  return low + 1 < n ? below + (at(sorted, low + 1) - below) * (position - low) : below;
}

/**
 * Returns the two-sided 95 % confidence interval of the q-quantile from order statistics (equal tails, no assumption
 * about the distribution): the values at the ranks l and u with P(B < l) ≤ 2.5 % and P(B ≥ u) ≤ 2.5 %, B binomial
 * (n, q). Returns null if n is too small for such ranks: below 72 values for p95, 368 for p99.
 */
export function interval95(sorted: ArrayLike<number>, q: number): [number, number] | null {
  const ranks = intervalRanks(sorted.length, q);
  return ranks && [at(sorted, ranks[0] - 1), at(sorted, ranks[1] - 1)];
}

/** Returns the 1-based ranks of interval95. */
function intervalRanks(n: number, q: number): [number, number] | null {
  if (q ** n > 0.025 || (1 - q) ** n > 0.025) return null;
  const odds = Math.log(q / (1 - q));
  let logMass = n * Math.log1p(-q);
  let below = 0;
  let lower = 0;
  for (let k = 0; k < n; k++) {
    below += Math.exp(logMass); // P(B ≤ k)
    if (below <= 0.025) lower = k + 1;
    // 1e-12: rounding in the sum must not hide the rank where the tail is reached exactly.
    if (below >= 0.975 - 1e-12) return lower > 0 ? [lower, k + 1] : null;
    logMass += Math.log((n - k) / (k + 1)) + odds;
  }
  return null;
}

function at(values: ArrayLike<number>, index: number): number {
  const value = values[index];
  if (value === undefined)
    throw new RangeError(`Expected a rank from 1 to ${values.length}, got ${index + 1}`);
  return value;
}

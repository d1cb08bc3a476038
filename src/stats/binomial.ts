/**
 * Returns the exact one-sided lower confidence bound (Clopper and Pearson 1934) of a success probability, for `good`
 * successes in `total` trials: the p at which P(`good` or more successes) = 1 − confidence, or 0 if `good` is 0.
 *
 * @example
 * shareLowerBound(59, 59); // 0.9505
 */
export function shareLowerBound(good: number, total: number, confidence = 0.95): number {
  if (good === 0) return 0;
  let [low, high] = [0, 1];
  while (high - low > 1e-12) {
    const middle = (low + high) / 2;
    if (atLeast(good, total, middle) > 1 - confidence) high = middle;
    else low = middle;
  }
  return low;
}

/** Returns the minimum number of requests, all successful, for which the lower bound reaches `target`: 59 for 0.95. */
export function leastToProve(target: number, confidence = 0.95): number {
  // 1e-9: a rounding error of the logarithms must not require one more request.
  return Math.ceil(Math.log(1 - confidence) / Math.log(target) - 1e-9);
}

/** Returns P(B ≥ good) for B binomial (total, share), 0 < share < 1. */
function atLeast(good: number, total: number, share: number): number {
  const odds = Math.log(share) - Math.log1p(-share);
  let logMass = total * Math.log1p(-share);
  let below = 0;
  for (let k = 0; k < good; k++) {
    below += Math.exp(logMass);
    logMass += Math.log((total - k) / (k + 1)) + odds;
  }
  return 1 - below;
}

/**
 * One-sided lower bound of a share of which `good` of `total` were seen (Clopper and Pearson 1934, exact): the share
 * under which so many or more would be seen with a chance of 1 − confidence. 0 where nothing good was seen.
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

/** The least number of requests, all good, that prove a share of `target`: 59 for 0.95. */
export function leastToProve(target: number, confidence = 0.95): number {
  // 1e-9: a rounded logarithm must not ask for one more.
  return Math.ceil(Math.log(1 - confidence) / Math.log(target) - 1e-9);
}

/** P(B ≥ good) of a binomial (total, share), 0 < share < 1. */
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

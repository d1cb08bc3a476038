import { expect, test } from "bun:test";
import { leastToProve, shareLowerBound } from "./binomial.ts";

test("all good: the bound is the total-th root of 5 %", () => {
  for (const total of [1, 59, 300, 5000])
    expect(shareLowerBound(total, total)).toBeCloseTo(0.05 ** (1 / total), 9);
});

test("published values (R: binom.test(k, n, alternative = 'greater'))", () => {
  expect(shareLowerBound(0, 10)).toBe(0);
  expect(shareLowerBound(1, 10)).toBeCloseTo(0.005116197, 8);
  expect(shareLowerBound(5, 10)).toBeCloseTo(0.2224411, 6);
  expect(shareLowerBound(9, 10)).toBeCloseTo(0.6058367, 6);
});

test("it bounds: a share at the bound shows so many good or more in one of twenty", () => {
  const [good, total] = [292, 300];
  const share = shareLowerBound(good, total);
  // The mass above, by its definition and not by the way the bound was found.
  let [tail, mass] = [0, share ** total];
  for (let k = total; k >= good; k--) {
    tail += mass;
    mass *= (k / (total - k + 1)) * ((1 - share) / share);
  }
  expect(tail).toBeCloseTo(0.05, 9);
});

test("59 good requests prove 95 %, 58 don't", () => {
  expect(leastToProve(0.95)).toBe(59);
  expect(leastToProve(0.99)).toBe(299);
  expect(shareLowerBound(59, 59)).toBeGreaterThanOrEqual(0.95);
  expect(shareLowerBound(58, 58)).toBeLessThan(0.95);
});

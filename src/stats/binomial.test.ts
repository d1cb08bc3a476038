import { expect, test } from "bun:test";
import { leastToProve, shareLowerBound } from "./binomial.ts";

test("shareLowerBound() - is the total-th root of 5 % if all succeed", () => {
  for (const total of [1, 59, 300, 5000])
    expect(shareLowerBound(total, total)).toBeCloseTo(0.05 ** (1 / total), 9);
});

test("shareLowerBound() - equals R's binom.test(k, n, alternative = 'greater')", () => {
  expect(shareLowerBound(0, 10)).toBe(0);
  expect(shareLowerBound(1, 10)).toBeCloseTo(0.005116197, 8);
  expect(shareLowerBound(5, 10)).toBeCloseTo(0.2224411, 6);
  expect(shareLowerBound(9, 10)).toBeCloseTo(0.6058367, 6);
});

test("shareLowerBound() - at the bound, that many or more successes have a probability of 5 %", () => {
  const [good, total] = [292, 300];
  const share = shareLowerBound(good, total);
  // The probability by its definition, independently of the tested code.
  let [tail, mass] = [0, share ** total];
  for (let k = total; k >= good; k--) {
    tail += mass;
    mass *= (k / (total - k + 1)) * ((1 - share) / share);
  }
  expect(tail).toBeCloseTo(0.05, 9);
});

test("leastToProve() - returns 59 for 95 %, because 58 successes do not suffice", () => {
  expect(leastToProve(0.95)).toBe(59);
  expect(leastToProve(0.99)).toBe(299);
  expect(shareLowerBound(59, 59)).toBeGreaterThanOrEqual(0.95);
  expect(shareLowerBound(58, 58)).toBeLessThan(0.95);
});

import { expect, test } from "bun:test";
import { createWaitEstimate } from "./waitEstimate.ts";

/** Creates an estimate and reports the end of requests of `[audioS, serviceMs]`. */
function after(...ended: readonly (readonly [audioS: number, serviceMs: number])[]) {
  const estimate = createWaitEstimate();
  for (const [audioS, serviceMs] of ended) estimate.ended(audioS, serviceMs);
  return estimate;
}

test("the wait is 1 s until a request has ended", () => {
  expect(after().waitMs(100, 4)).toBe(1000);
});

test("the wait is one service time for the request in flight and one for each request that is served before", () => {
  const estimate = after([3, 2000]);
  expect(estimate.waitMs(0, 1)).toBe(2000);
  expect(estimate.waitMs(27, 1)).toBe(20_000);
});

test("the wait is divided by the number of requests in flight", () => {
  const estimate = after([3, 2000]);
  expect(estimate.waitMs(3, 4)).toBe(1000);
  expect(estimate.waitMs(3, 0)).toBe(4000);
});

test("the newest service time has a weight of 0.2 in the mean", () => {
  expect(after([3, 1000], [3, 6000]).waitMs(0, 1)).toBeCloseTo(2000);
  expect(after([3, 1000], [3, 6000], [3, 6000]).waitMs(0, 1)).toBeCloseTo(2800);
});

test("the newest audio duration has a weight of 0.2 in the mean", () => {
  expect(after([3, 1000], [18, 1000]).waitMs(6, 1)).toBeCloseTo(2000); // the mean duration is 6 s
});

import { expect, test } from "bun:test";
import { createBreaker } from "./breaker.ts";

function opened() {
  const clock = { ms: 1000 };
  const breaker = createBreaker(() => clock.ms);
  for (let failure = 0; failure < 3; failure += 1) breaker.failed();
  return { breaker, clock };
}

test("the breaker opens at the third failure in a row", () => {
  const breaker = createBreaker(() => 0);
  breaker.failed();
  breaker.failed();
  expect([breaker.isOpen, breaker.admits(9)]).toEqual([false, true]);
  breaker.failed();
  expect([breaker.isOpen, breaker.admits(0)]).toEqual([true, false]);
});

test("a success resets the count", () => {
  const breaker = createBreaker(() => 0);
  breaker.failed();
  breaker.failed();
  breaker.succeeded();
  breaker.failed();
  breaker.failed();
  expect(breaker.isOpen).toBeFalse();
});

test("the breaker is half open after five seconds", () => {
  const { breaker, clock } = opened();
  clock.ms = 5999;
  expect(breaker.admits(0)).toBeFalse();
  clock.ms = 6000;
  expect(breaker.admits(0)).toBeTrue();
});

test("a half-open breaker admits only one request", () => {
  const { breaker, clock } = opened();
  clock.ms = 6000;
  expect(breaker.admits(1)).toBeFalse();
});

test("a failed probe opens the breaker for five seconds", () => {
  const { breaker, clock } = opened();
  clock.ms = 7000;
  breaker.failed();
  clock.ms = 11_999;
  expect(breaker.admits(0)).toBeFalse();
  clock.ms = 12_000;
  expect(breaker.admits(0)).toBeTrue();
});

test("a successful probe closes the breaker", () => {
  const { breaker, clock } = opened();
  clock.ms = 6000;
  breaker.succeeded();
  expect([breaker.isOpen, breaker.admits(9)]).toEqual([false, true]);
});

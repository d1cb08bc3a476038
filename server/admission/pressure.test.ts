import { expect, test } from "bun:test";
import { createPressure } from "./pressure.ts";

/** Simulates 10 s with an arrival every 10 ms, `pending` other requests and `endsPerArrival` ends per arrival. */
function steady(pending: number, endsPerArrival: number): boolean {
  const pressure = createPressure();
  let ends = 0;
  for (let i = 0; i < 1000; i += 1) {
    pressure.arrived(i * 10, pending);
    for (; ends < i * endsPerArrival; ends += 1) pressure.ended(i * 10);
  }
  return pressure.isHigh(10_000);
}

test("a burst of 100 requests is not overload while the server works through it", () => {
  const pressure = createPressure();
  for (let i = 0; i < 100; i++) pressure.arrived(60_000 + i, i);
  for (let nowMs = 60_100; nowMs < 65_000; nowMs += 50) {
    pressure.ended(nowMs);
    expect(pressure.isHigh(nowMs)).toBeFalse();
  }
});

test("a burst of 20 requests that arrive within 600 ms is not overload", () => {
  const pressure = createPressure();
  for (let i = 0; i < 20; i++) {
    pressure.arrived(60_000 + i * 30, i);
    expect(pressure.isHigh(60_000 + i * 30)).toBeFalse();
  }
});

test("overload is detected within half a second if requests arrive but none ends", () => {
  const pressure = createPressure();
  for (let nowMs = 0; nowMs < 500; nowMs += 10) pressure.arrived(nowMs, nowMs / 10);
  expect(pressure.isHigh(500)).toBeTrue();
});

test("overload lasts until two seconds after the last refusal", () => {
  const pressure = createPressure();
  for (let nowMs = 0; nowMs < 500; nowMs += 10) pressure.arrived(nowMs, nowMs / 10);
  for (let nowMs = 500; nowMs < 3000; nowMs += 10) {
    pressure.arrived(nowMs, 0); // no request is pending, because all are refused
    pressure.refused(nowMs);
  }
  expect(pressure.isHigh(4990)).toBeTrue();
  expect(pressure.isHigh(4991)).toBeFalse();
});

test("an overload of 60 arrivals a second is recognised after 26 requests", () => {
  const pressure = createPressure();
  let arrivals = 0;
  for (; !pressure.isHigh(arrivals * 16); arrivals += 1) pressure.arrived(arrivals * 16, arrivals);
  expect(arrivals).toBe(26);
});

test("requests that were served before the backlog do not hide overload", () => {
  const pressure = createPressure();
  for (let nowMs = 0; nowMs < 5000; nowMs += 50) {
    pressure.arrived(nowMs, 1);
    pressure.ended(nowMs + 40);
  }
  for (let nowMs = 5000; nowMs < 6500; nowMs += 50) pressure.arrived(nowMs, 5);
  expect(pressure.isHigh(6500)).toBeTrue();
});

test("a new backlog ignores requests that arrived before it", () => {
  const pressure = createPressure();
  for (let nowMs = 0; nowMs < 500; nowMs += 10) pressure.arrived(nowMs, 50);
  for (let nowMs = 3000; nowMs < 3400; nowMs += 100) pressure.arrived(nowMs, 5);
  expect(pressure.isHigh(3400)).toBeFalse();
});

test("equal numbers of ends and arrivals are not overload", () => {
  const pressure = createPressure();
  for (let nowMs = 0; nowMs < 10_000; nowMs += 20) {
    pressure.arrived(nowMs, 40);
    pressure.ended(nowMs + 10);
    expect(pressure.isHigh(nowMs + 10)).toBeFalse();
  }
});

test("5 % more arrivals than ends are not overload", () => {
  expect(steady(40, 1 / 1.05)).toBeFalse();
});

test("15 % more arrivals than ends are overload", () => {
  expect(steady(40, 1 / 1.15)).toBeTrue();
});

test("a backlog of 2 s is overload although few requests arrived", () => {
  const pressure = createPressure();
  for (let nowMs = 0; nowMs <= 2000; nowMs += 125) pressure.arrived(nowMs, 10);
  expect([pressure.isHigh(2000), pressure.isHigh(2001)]).toEqual([false, true]);
});

test("a backlog of 200 ms with more than twenty arrivals is overload", () => {
  const pressure = createPressure();
  for (let nowMs = 0; nowMs <= 200; nowMs += 5) pressure.arrived(nowMs, 10);
  for (let i = 0; i < 10; i += 1) pressure.arrived(201, 10);
  expect([pressure.isHigh(200), pressure.isHigh(201)]).toEqual([false, true]);
});

test("the count of arrivals fades with a time constant of 5 s", () => {
  // n arrivals count n·e^(−1.9/5) after 1.9 s: 6 count 4.1 and 5 count 3.4.
  const after = (count: number): boolean => {
    const pressure = createPressure();
    for (let i = 0; i <= 20; i += 1) pressure.arrived(0, 10);
    for (let i = 0; i < count; i += 1) pressure.arrived(201, 10);
    return pressure.isHigh(2101);
  };
  expect([after(5), after(6)]).toEqual([false, true]);
});

test("a backlog begins at five pending requests", () => {
  expect([steady(4, 0.5), steady(5, 0.5)]).toEqual([false, true]);
});

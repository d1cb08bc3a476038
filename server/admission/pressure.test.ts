import { expect, test } from "bun:test";
import { createPressure } from "./pressure.ts";

test("a burst is no pressure, also when it takes long to serve it", () => {
  const pressure = createPressure();
  for (let i = 0; i < 100; i++) pressure.arrived(i, i);
  for (let nowMs = 100; nowMs < 5000; nowMs += 50) {
    pressure.ended(nowMs);
    expect(pressure.isHigh(nowMs)).toBeFalse();
  }
});

test("a small burst is no pressure, also when it takes long to arrive", () => {
  const pressure = createPressure();
  for (let i = 0; i < 20; i++) {
    pressure.arrived(i * 30, i);
    expect(pressure.isHigh(i * 30)).toBeFalse();
  }
});

test("more arrivals than ends are pressure within half a second, and it is gone two seconds after the last", () => {
  const pressure = createPressure();
  for (let nowMs = 0; nowMs < 500; nowMs += 10) pressure.arrived(nowMs, nowMs / 10);
  expect(pressure.isHigh(500)).toBeTrue();
  for (let nowMs = 500; nowMs < 3000; nowMs += 10) {
    pressure.arrived(nowMs, 0); // nobody waits: all are refused
    pressure.refused(nowMs);
  }
  expect(pressure.isHigh(4900)).toBeTrue();
  expect(pressure.isHigh(5001)).toBeFalse();
});

test("of a flood no more than a small burst is let in before it is one", () => {
  const pressure = createPressure();
  let came = 0;
  // 60 a second, none of which ends.
  for (; !pressure.isHigh(came * 16); came += 1) pressure.arrived(came * 16, came);
  expect(came).toBeLessThanOrEqual(26);
});

test("what was served in peace before does not hide it", () => {
  const pressure = createPressure();
  for (let nowMs = 0; nowMs < 5000; nowMs += 50) {
    pressure.arrived(nowMs, 1);
    pressure.ended(nowMs + 40);
  }
  for (let nowMs = 5000; nowMs < 6500; nowMs += 50) pressure.arrived(nowMs, 5);
  expect(pressure.isHigh(6500)).toBeTrue();
});

test("as many ends as arrivals are no pressure", () => {
  const pressure = createPressure();
  for (let nowMs = 0; nowMs < 10_000; nowMs += 20) {
    pressure.arrived(nowMs, 40);
    pressure.ended(nowMs + 10);
    expect(pressure.isHigh(nowMs + 10)).toBeFalse();
  }
});

import { expect, test } from "bun:test";
import { createRandom } from "../../src/stats/random.ts";
import { openClock } from "./clock.ts";

test("openClock - actions run in the order of their times, and in the order of their addition at one time", () => {
  const clock = openClock();
  const random = createRandom("clock");
  const seen: { ms: number; at: number }[] = [];
  for (let at = 0; at < 500; at += 1) {
    const ms = Math.floor(random() * 50);
    clock.at(ms, () => seen.push({ ms, at }));
  }
  clock.runUntil(100);
  expect(seen).toHaveLength(500);
  expect(seen).toEqual(seen.toSorted((a, b) => a.ms - b.ms || a.at - b.at));
  expect(clock.nowMs).toBe(100);
});

test("openClock - an action can add others, and one in the past runs now", () => {
  const clock = openClock();
  const seen: number[] = [];
  clock.at(10, () => {
    clock.at(5, () => seen.push(clock.nowMs));
    clock.at(20, () => seen.push(clock.nowMs));
    clock.at(31, () => seen.push(clock.nowMs));
  });
  clock.runUntil(30);
  expect(seen).toEqual([10, 20]);
  clock.runUntil(40);
  expect(seen).toEqual([10, 20, 31]);
});

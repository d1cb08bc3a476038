import { expect, test } from "bun:test";
import { random } from "../fixtures/random.ts";
import { createPlayback, deadlineMs } from "./playback.ts";

test("the first chunk starts playback without a stall", () => {
  const playback = createPlayback(1);
  expect(playback.underrunMs()).toBeNull();
  expect(playback.add(5000, 0.5)).toBe(0);
  expect(playback.underrunMs()).toBe(5500);
});

test("early audio extends the buffer, and late audio counts as a stall", () => {
  const playback = createPlayback(1);
  playback.add(1000, 1);
  expect(playback.add(1200, 0.5)).toBe(0);
  expect(playback.underrunMs()).toBe(2500);
  expect(playback.add(2600, 1)).toBe(100);
  expect(playback.underrunMs()).toBe(3600);
});

test("at speed 2 the buffer underruns in half the time", () => {
  const playback = createPlayback(2);
  playback.add(0, 1);
  expect(playback.underrunMs()).toBe(500);
});

test("audio and stalls add up to the time from the first chunk to the underrun", () => {
  for (let seed = 0; seed < 50; seed += 1) {
    const next = random(seed);
    const playback = createPlayback(1);
    let nowMs = next(1000);
    let filledMs = nowMs;
    for (let chunk = 0; chunk < 40; chunk += 1) {
      const ms = next(500);
      filledMs += playback.add(nowMs, ms / 1000) + ms;
      nowMs += next(500);
    }
    expect(playback.underrunMs()).toBeCloseTo(filledMs, 6);
  }
});

test("the deadline is the target, or the underrun for a live listener that already plays", () => {
  for (const kind of ["live", "file"] as const) {
    const playback = createPlayback(1);
    const listener = { kind, targetMs: 300 };
    expect(deadlineMs(playback, listener, 1000)).toBe(1300);
    playback.add(1100, 0.5);
    expect(deadlineMs(playback, listener, 1000)).toBe(kind === "live" ? 1600 : 1300);
  }
});

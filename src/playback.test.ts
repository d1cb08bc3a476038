import { expect, test } from "bun:test";
import { random } from "../fixtures/random.ts";
import { createPlayback, deadlineMs } from "./playback.ts";

test("before the first audio nobody runs dry, and the first chunk is no stall", () => {
  const playback = createPlayback(1);
  expect(playback.dryMs()).toBeNull();
  expect(playback.hear(5000, 0.5)).toBe(0);
  expect(playback.dryMs()).toBe(5500);
});

test("audio that comes early is heard after what is there; audio that comes late is a stall", () => {
  const playback = createPlayback(1);
  playback.hear(1000, 1);
  expect(playback.hear(1200, 0.5)).toBe(0);
  expect(playback.dryMs()).toBe(2500);
  expect(playback.hear(2600, 1)).toBe(100);
  expect(playback.dryMs()).toBe(3600);
});

test("a player of double speed runs dry in half the time", () => {
  const playback = createPlayback(2);
  playback.hear(0, 1);
  expect(playback.dryMs()).toBe(500);
});

test("what was heard and the silences before it fill the time from the first chunk to the end", () => {
  for (let seed = 0; seed < 50; seed += 1) {
    const next = random(seed);
    const playback = createPlayback(1);
    let nowMs = next(1000);
    let filledMs = nowMs;
    for (let chunk = 0; chunk < 40; chunk += 1) {
      const ms = next(500);
      filledMs += playback.hear(nowMs, ms / 1000) + ms;
      nowMs += next(500);
    }
    expect(playback.dryMs()).toBeCloseTo(filledMs, 6);
  }
});

test("audio is due at the target until the first of it; then a live listener needs it when it runs dry", () => {
  for (const kind of ["live", "file"] as const) {
    const playback = createPlayback(1);
    const listener = { kind, targetMs: 300 };
    expect(deadlineMs(playback, listener, 1000)).toBe(1300);
    playback.hear(1100, 0.5);
    expect(deadlineMs(playback, listener, 1000)).toBe(kind === "live" ? 1600 : 1300);
  }
});

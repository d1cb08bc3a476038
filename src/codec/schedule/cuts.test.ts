import { expect, test } from "bun:test";
import { random } from "../../../fixtures/random.ts";
import { cutOfLength, fileCut, firstHop, liveCut } from "./cuts.ts";
import type { WaitingStream } from "./cuts.ts";
import { DEVICE, SHAPE, waitingStream } from "./waiting.fake.ts";
import { cutLength, windowShape } from "./windows.ts";
import type { Cut } from "./windows.ts";

const NEW = { position: 0, playing: false, arrived: 60 };

/** Returns a stream of random shape and position. */
function anyStream(next: (below: number) => number, kind: "live" | "file"): WaitingStream {
  const position = next(3) === 0 ? 0 : next(400);
  const listener = { kind, targetMs: 300, hopS: 0.1 + next(150) / 50, contextS: next(60) / 50 };
  const { shape } = windowShape(listener, DEVICE.budgetTokens);
  const playing = position > 0 || next(2) === 0;
  const complete = next(2) === 0;
  return waitingStream({ kind, shape, position, arrived: position + next(300), playing, complete });
}

/**
 * Checks the invariants of every window: only tokens that have arrived, the required context, at least one new token.
 */
function expectValid(cut: Cut, stream: WaitingStream): void {
  const { position, before, hop, after } = cut;
  expect(position).toBe(stream.position);
  expect(hop).toBeGreaterThanOrEqual(1);
  expect(before).toBeGreaterThanOrEqual(Math.min(position, stream.shape.leftContext));
  expect(before).toBeLessThanOrEqual(position);
  expect(position + hop + after).toBeLessThanOrEqual(stream.arrived);
  const last = stream.complete && position + hop === stream.arrived;
  expect(after).toBe(last ? 0 : stream.shape.lookahead);
}

test("firstHop() - grows with the load in steps of 4 from 12 to 32 tokens", () => {
  const stream = waitingStream(NEW);
  const hops = Array.from({ length: 9 }, (_, others) => {
    const waiting = [stream, ...Array.from({ length: others }, () => waitingStream())];
    return firstHop(stream, { nowMs: 0, waiting, device: DEVICE });
  });
  // One run takes 28 + 1.2 · 53 = 91.6 ms, the duration of 4.6 tokens of audio.
  expect(hops).toEqual([12, 12, 16, 20, 24, 28, 32, 32, 32]);
});

test("firstHop() - is proportional to the playback rate", () => {
  const others = Array.from({ length: 3 }, () => waitingStream());
  const hops = [0.5, 1, 1.5].map((speed) => {
    const stream = waitingStream({ ...NEW, speed });
    return firstHop(stream, { nowMs: 0, waiting: [stream, ...others], device: DEVICE });
  });
  expect(hops).toEqual([12, 20, 28]);
});

test("firstHop() - counts only live streams that may underrun, and divides their number by the lanes", () => {
  const stream = waitingStream(NEW);
  const far = Array.from({ length: 8 }, () => waitingStream({ deadlineMs: 5000 }));
  const files = Array.from({ length: 8 }, () => waitingStream({ kind: "file" }));
  expect(firstHop(stream, { nowMs: 0, waiting: [stream, ...far, ...files], device: DEVICE })).toBe(
    12,
  );
  const near = Array.from({ length: 4 }, () => waitingStream());
  expect(firstHop(stream, { nowMs: 0, waiting: [stream, ...near], device: DEVICE })).toBe(24);
  expect(
    firstHop(stream, { nowMs: 0, waiting: [stream, ...near], device: { ...DEVICE, lanes: 4 } }),
  ).toBe(12);
});

test("firstHop() - returns at most the hop of the stream's shape", () => {
  const busy = Array.from({ length: 9 }, () => waitingStream());
  for (const hop of [1, 5, 11, 20]) {
    const stream = waitingStream({ ...NEW, shape: { ...SHAPE, hop } });
    expect(firstHop(stream, { nowMs: 0, waiting: busy, device: DEVICE })).toBe(hop);
  }
});

test("liveCut() - cuts a window of the tokens that have arrived, up to the maximum hop", () => {
  const cut = (arrived: number, complete = false) =>
    liveCut(waitingStream({ arrived: 100 + arrived, complete }), 75, DEVICE);
  expect(cut(10)).toBeNull();
  expect(cut(50)).toEqual({ position: 100, before: 11, hop: 40, after: 10 });
  expect(cut(200)).toEqual({ position: 100, before: 11, hop: 75, after: 10 });
  expect(cut(30, true)).toEqual({ position: 100, before: 11, hop: 30, after: 0 });
});

test("liveCut() - the last window includes the remaining tokens if they are at most the lookahead", () => {
  const cut = (rest: number) =>
    liveCut(waitingStream({ arrived: 100 + rest, complete: true }), 75, DEVICE);
  expect(cut(85)).toMatchObject({ hop: 85, after: 0 });
  expect(cut(86)).toMatchObject({ hop: 75, after: 10 });
});

test("liveCut() - extends the left context until the window has 32 tokens or the next recorded length", () => {
  const stream = waitingStream({ arrived: 104, complete: true });
  expect(liveCut(stream, 75, DEVICE)).toEqual({ position: 100, before: 28, hop: 4, after: 0 });
  const graphs = { ...DEVICE, recordedLengths: [48, 96, 192] };
  expect(liveCut(stream, 75, graphs)).toEqual({ position: 100, before: 44, hop: 4, after: 0 });
  expect(liveCut(waitingStream(), 75, graphs)).toMatchObject({ before: 11, hop: 75, after: 10 });
});

test("liveCut(), fileCut() - cut valid windows of random streams", () => {
  const next = random(1);
  let cuts = 0;
  for (let i = 0; i < 4000; i += 1) {
    const live = anyStream(next, "live");
    const file = anyStream(next, "file");
    const maxHop = 1 + next(live.shape.hop);
    const found = [
      [liveCut(live, maxHop, DEVICE), live],
      [fileCut(file, DEVICE), file],
    ] as const;
    for (const [cut, stream] of found) {
      if (cut === null) continue;
      if (stream.arrived === stream.position) continue; // the policy skips such streams
      expectValid(cut, stream);
      cuts += 1;
    }
  }
  expect(cuts).toBeGreaterThan(3000);
});

test("cutOfLength() - cuts a window of exactly the given length, with real context only", () => {
  const next = random(2);
  let found = 0;
  for (let i = 0; i < 6000; i += 1) {
    const stream = anyStream(next, "live");
    const length = 1 + next(200);
    const cut = cutOfLength(stream, length, SHAPE.hop);
    if (cut === null) continue;
    expect(cutLength(cut)).toBe(length);
    expect(cut.hop).toBeLessThanOrEqual(Math.max(stream.shape.hop, length));
    expectValid(cut, stream);
    found += 1;
  }
  expect(found).toBeGreaterThan(1000);
});

test("cutOfLength() - a first window has at least 12 new tokens", () => {
  const stream = waitingStream(NEW);
  expect(cutOfLength(stream, 21, SHAPE.hop)).toBeNull();
  expect(cutOfLength(stream, 22, SHAPE.hop)).toEqual({
    position: 0,
    before: 0,
    hop: 12,
    after: 10,
  });
});

test("cutOfLength() - a window in a long run has more new tokens than the stream's hop", () => {
  const stream = waitingStream({ arrived: 400 });
  expect(cutOfLength(stream, 171, SHAPE.hop)).toMatchObject({ before: 86, hop: 75 });
  expect(cutOfLength(stream, 171, 150)).toMatchObject({ before: 11, hop: 150 });
});

test("cutOfLength() - returns null for a file", () => {
  expect(cutOfLength(waitingStream({ kind: "file" }), 100, 75)).toBeNull();
});

test("fileCut() - the windows of a file do not depend on the pace of its tokens", () => {
  for (let seed = 0; seed < 30; seed += 1) {
    const next = random(seed);
    const count = 1 + next(1500);
    const { shape } = anyStream(next, "file");
    const grid = fileCuts({ count, shape }, () => count);
    expect(grid.reduce((sum, cut) => sum + cut.hop, 0)).toBe(count);
    // All windows but the first and the last have the same length.
    for (const cut of grid.slice(0, -1)) expect(cutLength(cut)).toBeGreaterThanOrEqual(200);
    expect(new Set(grid.slice(1, -1).map(cutLength)).size).toBeLessThanOrEqual(1);
    expect(fileCuts({ count, shape }, () => 1)).toEqual(grid);
    expect(fileCuts({ count, shape }, () => 1 + next(250))).toEqual(grid);
  }
});

/** Returns all cuts of a file whose tokens arrive in chunks of `piece()` tokens. */
function fileCuts(
  { count, shape }: { readonly count: number; readonly shape: WaitingStream["shape"] },
  piece: () => number,
): Cut[] {
  const cuts: Cut[] = [];
  let [position, arrived] = [0, 0];
  while (position < count) {
    arrived = Math.min(count, arrived + piece());
    // The end of the generation becomes known after its last token has arrived.
    for (const complete of arrived === count ? [false, true] : [false]) {
      for (;;) {
        const stream = waitingStream({ kind: "file", shape, position, arrived, complete });
        const cut = arrived === position ? null : fileCut(stream, DEVICE);
        if (cut === null) break;
        cuts.push(cut);
        position += cut.hop;
      }
    }
  }
  return cuts;
}

test("firstHop() - counts streams that underrun within a second from now", () => {
  const nowMs = 60_000;
  const stream = waitingStream(NEW);
  const others = (deadlineMs: number) =>
    Array.from({ length: 8 }, () => waitingStream({ deadlineMs }));
  const hop = (deadlineMs: number) =>
    firstHop(stream, { nowMs, waiting: [stream, ...others(deadlineMs)], device: DEVICE });
  expect(hop(nowMs + 999)).toBe(32);
  expect(hop(nowMs + 1000)).toBe(12);
});

test("fileCut() - a remainder of exactly one window becomes the last window", () => {
  const file = waitingStream({ kind: "file", position: 0, arrived: 200, complete: true });
  expect(fileCut(file, DEVICE)).toEqual({ position: 0, before: 0, hop: 200, after: 0 });
});

test("cutOfLength() - a remainder that fits the length exactly has no lookahead", () => {
  const stream = waitingStream({ arrived: 130, complete: true });
  expect(cutOfLength(stream, 41, SHAPE.hop)).toEqual({
    position: 100,
    before: 11,
    hop: 30,
    after: 0,
  });
});

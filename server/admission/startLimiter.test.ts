import { expect, test } from "bun:test";
import { createStartLimiter } from "./startLimiter.ts";

/**
 * Simulates 20 s and returns the maximum of `starting` after 10 s. Each answer begins as soon as the limiter allows it,
 * and its first audio takes `ttfaMs`.
 */
function settle(ttfaMs: (starting: number) => number): number {
  const starts = createStartLimiter<object>();
  const alone = {};
  starts.begin(0, alone);
  starts.onAudio(ttfaMs(1), alone, 5);
  starts.end(alone);
  let waiting: { readonly dueMs: number; readonly answer: object }[] = [];
  let most = 0;
  for (let nowMs = 0; nowMs < 20_000; nowMs += 1) {
    while (starts.mayBegin(nowMs)) {
      const answer = {};
      starts.begin(nowMs, answer);
      waiting.push({ dueMs: nowMs + ttfaMs(starts.starting), answer });
      if (nowMs > 10_000) most = Math.max(most, starts.starting);
      if (starts.starting > 100) return 100;
    }
    for (const { answer } of waiting.filter(({ dueMs }) => dueMs <= nowMs)) {
      starts.onAudio(nowMs, answer, 5);
      starts.end(answer);
    }
    waiting = waiting.filter(({ dueMs }) => dueMs > nowMs);
  }
  return most;
}

/** `begin` starts all answers that may begin. `serve` reports first audio after `ttfaMs` for some and ends them. */
function open() {
  const starts = createStartLimiter<number>();
  let [nowMs, names] = [0, 0];
  const begin = (): number[] => {
    const begun: number[] = [];
    while (starts.mayBegin(nowMs) && begun.length < 1000) {
      starts.begin(nowMs, names);
      begun.push(names);
      names += 1;
    }
    return begun;
  };
  const serve = (answers: readonly number[], ttfaMs: number): void => {
    nowMs += ttfaMs;
    for (const answer of answers) starts.onAudio(nowMs, answer, 5);
    for (const answer of answers) starts.end(answer);
  };
  const serveAlone = (ttfaMs: number): void => {
    starts.begin(nowMs, -1);
    serve([-1], ttfaMs);
  };
  return { starts, begin, serve, serveAlone };
}

test("at most three answers start at a time on an engine that serves one answer after another", () => {
  expect(settle((starting) => 50 * starting)).toBe(3);
});

test("at least a hundred answers start at a time on an engine that batches", () => {
  expect(settle((starting) => 200 + starting)).toBe(100);
});

test("the limit starts at 4", () => {
  expect(open().begin().length).toBe(4);
});

test("the limit rises by one if the first audio takes at most 1.4 times as long as for an answer alone", () => {
  const { begin, serve, serveAlone } = open();
  serveAlone(100);
  serve(begin(), 140);
  expect(begin().length).toBe(5);
});

test("the limit falls by one if the first audio takes more than 1.4 times as long as for an answer alone", () => {
  const { begin, serve, serveAlone } = open();
  serveAlone(100);
  serve(begin().slice(0, 1), 141);
  expect(begin().length).toBe(0); // three still wait, and the limit is 3
});

test("the limit is at least 1", () => {
  const { begin, serve, serveAlone } = open();
  serveAlone(100);
  serve(begin(), 1000); // all four take more than 1.4 · 100 ms
  expect(begin().length).toBe(1);
});

test("the limit does not rise while fewer answers wait than the limit allows", () => {
  const { begin, serve, serveAlone } = open();
  for (let i = 0; i < 20; i += 1) serveAlone(100);
  serve([], 0);
  expect(begin().length).toBe(4);
});

test("the time to first audio of an answer alone is assumed to be 150 ms until it is measured", () => {
  const first = open();
  first.serve(first.begin(), 210);
  expect(first.begin().length).toBe(5);
  const second = open();
  second.serve(second.begin(), 211);
  expect(second.begin().length).toBe(1);
});

test("the first answer counts as alone if all others in flight have audio and wait for none", () => {
  const { starts, begin, serve } = open();
  for (const name of [-1, -2]) starts.begin(0, name);
  for (const name of [-1, -2]) starts.onAudio(400, name, 60);
  serve([], 400);
  starts.begin(400, -3);
  serve([-3], 400); // alone: 400 ms; the two answers before have lowered the limit from 4 to 2
  serve(begin(), 560);
  expect(begin().length).toBe(3);
});

test("a later answer does not count as alone if others are in flight", () => {
  const { starts, begin, serve, serveAlone } = open();
  serveAlone(100);
  starts.begin(100, -2);
  starts.onAudio(200, -2, 60);
  serve([], 100);
  starts.begin(200, -3);
  serve([-3], 200); // more than 1.4 · 100 ms: the limit falls to 3
  serve(begin(), 150); // all three take more than 1.4 · 100 ms
  expect(begin().length).toBe(1);
});

test("the time to first audio of answers alone is smoothed", () => {
  const { begin, serve, serveAlone } = open();
  serveAlone(100);
  serveAlone(200); // 0.8 · 100 + 0.2 · 200 = 120 ms, and the limit is 3
  serve(begin(), 168);
  expect(begin().length).toBe(4);
});

test("the limit rises on an engine that needs 400 ms alone, although no answer is alone at first", () => {
  const starts = createStartLimiter<number>();
  let name = 0;
  // Each first audio takes 400 ms. As many answers as the limit allows run from the start.
  const running: { readonly name: number; readonly dueMs: number }[] = [];
  for (let nowMs = 0; nowMs < 60_000; nowMs += 10) {
    while (starts.mayBegin(nowMs) && running.length < 50) {
      starts.begin(nowMs, name);
      running.push({ name, dueMs: nowMs + 400 });
      name += 1;
    }
    while ((running[0]?.dueMs ?? Infinity) <= nowMs) {
      const { name: done } = running.shift() ?? { name: -1 };
      starts.onAudio(nowMs, done, 5);
      starts.end(done);
    }
  }
  expect(running.length).toBeGreaterThan(30);
});

/** Starts three answers that got 2 s of audio each at 50 ms and wait for more. */
function openThree() {
  const starts = createStartLimiter<string>();
  for (const name of ["a", "b", "c"]) {
    starts.begin(0, name);
    starts.onAudio(50, name, 2);
    starts.onWaiting(name);
  }
  return starts;
}

test("an answer may not begin while others underrun within 300 ms", () => {
  const starts = openThree();
  expect([starts.mayBegin(1750), starts.mayBegin(1751)]).toEqual([true, false]);
});

test("an answer may begin while at most a fifth of the others are near an underrun", () => {
  const starts = createStartLimiter<string>();
  for (const name of ["a", "b", "c", "d", "e"]) {
    starts.begin(0, name);
    starts.onAudio(0, name, 1);
  }
  starts.onWaiting("a");
  expect(starts.mayBegin(1000)).toBeTrue();
  starts.onWaiting("b");
  expect(starts.mayBegin(1000)).toBeFalse();
});

test("an answer that has audio and does not wait for more does not stop others from starting", () => {
  const starts = openThree();
  for (const name of ["a", "b", "c"]) starts.onAudio(1800, name, 5);
  expect(starts.mayBegin(60_000)).toBeTrue();
});

test("an answer that ends without audio no longer counts as starting", () => {
  const starts = createStartLimiter<string>();
  starts.begin(0, "a");
  expect(starts.starting).toBe(1);
  starts.end("a");
  starts.end("a");
  expect(starts.starting).toBe(0);
});

test("an answer that waits for its client's text does not wait for the engine, and is not late when it goes on", () => {
  const starts = createStartLimiter<string>();
  for (const name of ["a", "b"]) {
    starts.begin(0, name);
    starts.onAudio(0, name, 1);
    starts.onPaused(name);
  }
  expect(starts.mayBegin(60_000)).toBeTrue();
  for (const name of ["a", "b"]) {
    starts.onAudio(60_000, name, 1);
    starts.onWaiting(name);
  }
  expect(starts.mayBegin(60_000)).toBeTrue();
  expect(starts.mayBegin(60_900)).toBeFalse();
});

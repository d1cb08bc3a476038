import { expect, test } from "bun:test";
import { createStartLimiter } from "./startLimiter.ts";

/** Answers that begin whenever they may, on a server that gives first audio after `tookMs(starting)`. */
function settle(tookMs: (starting: number) => number): number {
  const starts = createStartLimiter<object>();
  let nowMs = 0;
  const one = {};
  starts.begin(nowMs, one);
  starts.onAudio(tookMs(1), one, 5);
  starts.end(one);
  let waiting: { readonly dueMs: number; readonly answer: object }[] = [];
  let most = 0;
  for (; nowMs < 20_000; nowMs += 1) {
    while (starts.mayBegin(nowMs)) {
      const answer = {};
      starts.begin(nowMs, answer);
      waiting.push({ dueMs: nowMs + tookMs(starts.starting), answer });
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

test("the limit of starts settles where first audio takes 1.4 times as long as alone", () => {
  expect(settle((starting) => 25 + 25 * starting)).toBeLessThanOrEqual(5); // one after the other
  expect(settle((starting) => 200 + starting)).toBe(100); // a batching LM
});

test("an engine that is slow alone is found out though nobody was alone at first", () => {
  const starts = createStartLimiter<number>();
  let nowMs = 0;
  let name = 0;
  // 400 ms each, more than anybody would guess; a flood from the first moment on.
  const running: { readonly name: number; readonly dueMs: number }[] = [];
  for (; nowMs < 60_000; nowMs += 10) {
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

test("nobody begins while many are about to run dry, but one who reads late holds nobody up", () => {
  const starts = createStartLimiter<string>();
  for (const name of ["a", "b", "c"]) {
    starts.begin(0, name);
    starts.onAudio(50, name, 2);
    starts.onWaiting(name);
  }
  expect(starts.mayBegin(100)).toBeTrue();
  expect(starts.mayBegin(1800)).toBeFalse(); // 250 ms are left
  starts.onAudio(1800, "a", 5);
  starts.onAudio(1800, "b", 5);
  starts.onAudio(1800, "c", 5);
  expect(starts.mayBegin(1800)).toBeTrue();
  expect(starts.mayBegin(60_000)).toBeTrue(); // they have their audio and do not want more
});

test("an answer that ends without audio no longer starts", () => {
  const starts = createStartLimiter<string>();
  starts.begin(0, "a");
  expect(starts.starting).toBe(1);
  starts.end("a");
  starts.end("a");
  expect(starts.starting).toBe(0);
});

import { expect, test } from "bun:test";
import { outcomeOf, runOf } from "./outcome.fake.ts";
import type { Outcome } from "./outcome.ts";
import { countedRequests, summarizeLevel } from "./summary.ts";

/** Returns a stream with two stalls of `longestMs`. Stalls up to 20 ms do not count as episodes. */
const played = (longestMs: number): Outcome => ({
  ...outcomeOf({ endMs: 500 }),
  playback: {
    episodes: longestMs > 20 ? 2 : 0,
    stalledMs: longestMs > 20 ? 2 * longestMs : 0,
    longestMs,
    prerollMs: longestMs,
  },
});

test("summarizeLevel() - computes the totals of stalls, the fractions of stalled streams, and the pre-rolls", () => {
  // 30 streams have longest stalls of 10, 20, … 300 ms. A failed stream is not counted.
  const outcomes = Array.from({ length: 30 }, (_, index) => played(10 * (index + 1)));
  outcomes.push({ ...played(9000), error: "truncated" });
  const { stalls } = summarizeLevel(runOf(outcomes, { streamed: true }), "type7");
  const stalledMs = outcomes
    .slice(0, 30)
    .reduce((sum, each) => sum + (each.playback?.stalledMs ?? 0), 0);
  expect(stalls).toEqual({
    episodes: 56,
    stalledS: stalledMs / 1000,
    share50: 25 / 30,
    share100: 20 / 30,
    share200: 10 / 30,
    preroll95Ms: 290, // rank ⌈0.95 · 30⌉ = 29, never interpolated
    preroll99Ms: 300,
  });
});

test("summarizeLevel() - stalls are null without streaming or without audio", () => {
  expect(summarizeLevel(runOf([played(0)]), "type7").stalls).toBeNull();
  expect(summarizeLevel(runOf([outcomeOf()], { streamed: true }), "type7").stalls).toBeNull();
});

test("summarizeLevel() - the achieved rate of a slow server counts successes up to the last one", () => {
  // 10 requests are sent within 100 ms and served within 2 s, which is a rate of 5 per second.
  const outcomes = Array.from({ length: 10 }, (_, index) =>
    outcomeOf({ dueMs: 10 * index, sentMs: 10 * index, endMs: 200 * (index + 1) }),
  );
  expect(summarizeLevel(runOf(outcomes), "type7")).toMatchObject({ achievedQps: 5, wallS: 2 });
  const failed = [...outcomes, outcomeOf({ endMs: 60_000, error: "timeout_total" })];
  expect(summarizeLevel(runOf(failed), "type7")).toMatchObject({ achievedQps: 5, wallS: 2 });
});

test("summarizeLevel() - failures after the last success do not raise the achieved rate", () => {
  // 100 requests at 20/s, of which the first ten succeed within 50 ms: 10 successes in 5 s.
  const open = Array.from({ length: 100 }, (_, seq) =>
    outcomeOf({
      dueMs: 50 * seq,
      sentMs: 50 * seq,
      endMs: 50 * seq + 5,
      error: seq < 10 ? null : "http_5xx",
    }),
  );
  const level = summarizeLevel(runOf(open, { targetQps: 20 }), "type7");
  expect(level).toMatchObject({ achievedQps: 2, wallS: 5 });
  // A closed loop that sends for 3 s, with ten successes in the first 30 ms.
  const closed = Array.from({ length: 300 }, (_, seq) =>
    outcomeOf({
      dueMs: 10 * seq,
      sentMs: 10 * seq,
      endMs: 10 * seq + 10,
      error: seq < 3 ? null : "http_5xx",
      audioS: 6,
    }),
  );
  const looped = runOf(closed, { targetQps: null, openLoop: false });
  expect(summarizeLevel(looped, "type7")).toMatchObject({
    achievedQps: 1,
    wallS: 3,
    audioSecondsPerSecond: 6,
  });
});

test("summarizeLevel() - a single request at 1/s is a rate of at most 1/s", () => {
  const [fast, slow] = [37, 2000].map((endMs) =>
    summarizeLevel(runOf([outcomeOf({ endMs })], { targetQps: 1 }), "type7"),
  );
  expect([fast?.achievedQps, slow?.achievedQps]).toEqual([1, 0.5]);
});

test("summarizeLevel() - the interval of p99 needs 368 values", () => {
  const level = (count: number) =>
    summarizeLevel(runOf(Array.from({ length: count }, () => outcomeOf({ endMs: 500 }))), "type7");
  expect(level(367).responseMs?.p99ci).toBeNull();
  expect(level(368).responseMs?.p99ci).toEqual([500, 500]);
});

test("summarizeLevel() - sums the audio of the successes", () => {
  const outcomes = [
    outcomeOf({ endMs: 1000, audioS: 3 }),
    outcomeOf({ endMs: 2000, audioS: 4 }),
    outcomeOf({ endMs: 500, audioS: 9, error: "truncated" }),
  ];
  expect(summarizeLevel(runOf(outcomes), "type7")).toMatchObject({
    audioSecondsPerSecond: 3.5,
    rtf: { n: 2, max: 0.5 },
  });
});

test("summarizeLevel() - warns of PCM answers without an audible sample", () => {
  const answer = (codec: "pcm" | "mp3", audibleMs: number | null) =>
    outcomeOf({ endMs: 1, codec, audibleMs });
  const outcomes = [
    answer("pcm", null),
    answer("pcm", null),
    answer("pcm", 0.5),
    answer("mp3", null),
  ];
  const { warnings } = summarizeLevel(runOf(outcomes), "type7");
  expect(warnings).toEqual(["2 answers contain only silence"]);
});

test("summarizeLevel() - errors are counted by kind", () => {
  const errors = ["http_429", "http_429", "stalled"] as const;
  const outcomes = errors.map((error) => outcomeOf({ endMs: 100, error }));
  expect(summarizeLevel(runOf(outcomes), "type7")).toMatchObject({
    errors: { http_429: 2, stalled: 1 },
    ok: 0,
    achievedQps: 0,
    audioSecondsPerSecond: 0,
    wallS: 0.1,
  });
});

test("summarizeLevel() - a level without requests has rate 0", () => {
  expect(summarizeLevel(runOf([]), "type7")).toMatchObject({ achievedQps: 0, wallS: 0 });
});

test("summarizeLevel() - rounds the wait for a core, which is null if unknown", () => {
  const waitOf = (coreWaitMs: number | null) =>
    summarizeLevel(runOf([], { coreWaitMs }), "type7").coreWaitMs;
  expect(waitOf(1.23456)).toBe(1.235);
  expect(waitOf(null)).toBeNull();
});

test("countedRequests() - excludes aborted requests", () => {
  expect(countedRequests({ requests: 5, errors: { aborted: 2, stalled: 1 } })).toBe(3);
  expect(countedRequests({ requests: 5, errors: {} })).toBe(5);
});

import { expect, test } from "bun:test";
import type { Outcome } from "./record.ts";
import { type LevelRun, summarizeLevel } from "./summary.ts";
import { verdict } from "./validity.ts";

interface Shape {
  readonly lagMs?: (seq: number) => number;
  readonly serviceMs?: (seq: number) => number;
  readonly inFlight?: number;
}

/** 200 requests at 10/s. */
function judge({ lagMs = () => 1, serviceMs = () => 500, inFlight = 5 }: Shape) {
  const outcomes = Array.from({ length: 200 }, (_, seq) => {
    const dueMs = seq * 100;
    const sentMs = dueMs + lagMs(seq);
    return { dueMs, sentMs, endMs: sentMs + serviceMs(seq), sendLagMs: lagMs(seq), ...BLANK };
  });
  const run: LevelRun = {
    label: "10.0",
    targetQps: 10,
    concurrency: null,
    openLoop: true,
    startMs: 0,
    faults: [],
    streamed: false,
    outcomes,
    gapsMs: new Float64Array(0),
    inFlight: Array.from({ length: 204 }, () => inFlight),
    connections: 1,
    generatorCpu: 0,
  };
  return verdict(run, summarizeLevel(run, "type7"));
}

const BLANK: Omit<Outcome, "dueMs" | "sentMs" | "endMs" | "sendLagMs"> = {
  seq: 0,
  level: "10.0",
  voice: "v",
  chars: 1,
  connectMs: null,
  headersMs: 0,
  firstAudioMs: 0,
  audibleMs: 0,
  audioS: 1,
  codec: "pcm",
  requestId: "r",
  answerId: null,
  serverTiming: null,
  status: 200,
  error: null,
  errorMessage: null,
  chunkCount: 1,
  fourthChunkMs: null,
  meanGapMs: null,
  longestGapMs: null,
  playback: null,
};

test("a level sent on time is valid", () => {
  expect(judge({})).toEqual({ valid: true, warnings: [], saturated: false });
});

test("send lag above 20 ms at p99 makes a level invalid", () => {
  expect(judge({ lagMs: (seq) => (seq % 20 === 0 ? 50 : 1) }).valid).toBe(false);
});

test("a sender that falls behind by more than 1 % makes a level invalid", () => {
  const { valid, warnings } = judge({ lagMs: (seq) => seq * 2 });
  expect(valid).toBe(false);
  expect(warnings.some((warning) => warning.includes("planned rate"))).toBe(true);
});

test("a count in flight that disagrees with rate × mean time makes a level invalid", () => {
  expect(judge({ inFlight: 4 }).valid).toBe(false);
});

test("a server that does not keep up is a finding, not an invalid level", () => {
  // Served at 5/s: each request waits 100 ms longer than the one before.
  const serviceMs = (seq: number) => 500 + seq * 100;
  const inFlight = (200 * 500 + 100 * ((199 * 200) / 2)) / (199 * 100 + 500 + 199 * 100 + 1);
  const { valid, saturated } = judge({ serviceMs, inFlight });
  expect({ valid, saturated }).toEqual({ valid: true, saturated: true });
});

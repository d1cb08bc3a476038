import { expect, test } from "bun:test";
import { digest, type RequestRecord } from "./record.ts";
import { parseServerTiming, tailLine } from "./serverTiming.ts";

const record = (seq: number, serverTiming: string | null): RequestRecord => ({
  seq,
  level: "1.0",
  voice: "v",
  chars: 1,
  dueMs: 0,
  sentMs: 0,
  sendLagMs: 0,
  connectMs: null,
  headersMs: 1,
  firstAudioMs: 1,
  audibleMs: 1,
  endMs: seq + 1,
  chunks: [[1, 10]],
  audioS: 0.01,
  codec: "pcm",
  requestId: `id-${seq}`,
  answerId: null,
  serverTiming,
  status: 200,
  error: null,
  errorMessage: null,
});

test("durations are read by name, whatever stands beside them", () => {
  const field = 'queue;dur=1.5, cache;desc="hit; dur=9, of 2", synth;desc=first;DUR="80"';
  expect(parseServerTiming(field)).toEqual(
    new Map([
      ["queue", 1.5],
      ["synth", 80],
    ]),
  );
  expect(parseServerTiming("").size).toBe(0);
});

test("the tail's line holds the tail beside all, and the ids to look for", () => {
  const outcomes = Array.from({ length: 100 }, (_, seq) =>
    digest(record(seq, `queue;dur=${seq === 99 ? 400 : 0}`)),
  );
  expect(tailLine(outcomes, "nearest")).toBe(
    "Server-Timing of the 2 slowest of 100 (service p99 99.0 ms): queue 200.0 ms; of all: queue 4.0 ms; x-request-id id-98, id-99",
  );
});

test("a server that says nothing has no line", () => {
  expect(tailLine([digest(record(0, null))], "type7")).toBeNull();
  expect(tailLine([], "type7")).toBeNull();
});

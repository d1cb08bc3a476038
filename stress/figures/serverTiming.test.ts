import { expect, test } from "bun:test";
import { outcomeOf } from "./outcome.fake.ts";
import { parseServerTiming, tailLine } from "./serverTiming.ts";

const outcome = (seq: number, serverTiming: string | null) =>
  outcomeOf({ seq, endMs: seq + 1, requestId: `id-${seq}`, serverTiming });

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
    outcome(seq, `queue;dur=${seq === 99 ? 400 : 0}`),
  );
  expect(tailLine(outcomes, "nearest")).toBe(
    "Server-Timing of the 2 slowest of 100 (service p99 99.0 ms): queue 200.0 ms; of all: queue 4.0 ms; x-request-id id-98, id-99",
  );
});

test("a server that says nothing has no line", () => {
  expect(tailLine([outcome(0, null)], "type7")).toBeNull();
  expect(tailLine([], "type7")).toBeNull();
});

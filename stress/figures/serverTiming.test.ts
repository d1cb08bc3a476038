import { expect, test } from "bun:test";
import { outcomeOf } from "./outcome.fake.ts";
import { tailLine } from "./serverTiming.ts";

const outcome = (seq: number, serverTiming: string | null) =>
  outcomeOf({ seq, endMs: seq + 1, requestId: `id-${seq}`, serverTiming });

test("tailLine() - compares the mean of the slowest with the mean of all", () => {
  const outcomes = Array.from({ length: 100 }, (_, seq) =>
    outcome(seq, `queue;dur=${seq === 99 ? 400 : 0}`),
  );
  expect(tailLine(outcomes, "nearest")).toBe(
    "Server-Timing, mean of the 2 slowest of 100 (service time from p99, 99.0 ms): queue 200.0 ms; " +
      "mean of all: queue 4.0 ms; x-request-id of the slowest: id-98, id-99",
  );
});

test.each([
  [
    'queue;dur=1.5, cache;desc="hit; dur=9, of 2", synth;desc=first;DUR="80"',
    "queue 1.5 ms, synth 80.0 ms",
  ],
  ['a;desc="say \\"x\\", dur=7";dur=2', "a 2.0 ms"],
  ["cache, ;dur=3", "none"],
  ["", "none"],
])("tailLine() - Server-Timing %p gives %p", (field, means) => {
  expect(tailLine([outcome(0, field)], "type7")).toContain(`of all: ${means};`);
});

test("tailLine() - the mean of a duration excludes requests without that duration", () => {
  const outcomes = [outcome(0, "a;dur=1"), outcome(1, "b;dur=8"), outcome(2, "a;dur=2")];
  expect(tailLine(outcomes, "type7")).toContain("mean of all: a 1.5 ms, b 8.0 ms");
});

test("tailLine() - excludes failed requests", () => {
  const failed = { ...outcome(9, "a;dur=90"), error: "truncated" as const };
  expect(tailLine([outcome(0, "a;dur=1"), failed], "type7")).toContain("of all: a 1.0 ms");
});

test("tailLine() - returns null if no answer has Server-Timing", () => {
  expect(tailLine([outcome(0, null)], "type7")).toBeNull();
  expect(tailLine([], "type7")).toBeNull();
});

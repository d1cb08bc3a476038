import { afterEach, expect, jest, test } from "bun:test";
import { createProgress } from "./progress.ts";
import type { ShownLevel } from "./tally.ts";
import { outcomeOf } from "../figures/outcome.fake.ts";

const level: ShownLevel = {
  label: "2.0",
  total: 4,
  sendingMs: 60_000,
  planned: true,
  openLoop: true,
  streamed: true,
  place: null,
};

function screenOf(isTTY: boolean) {
  const written: string[] = [];
  return { isTTY, columns: 60, written, write: (text: string) => void written.push(text) };
}

const outcome = (firstAudioMs: number, stalls = false) =>
  outcomeOf({
    dueMs: 100,
    sentMs: 150,
    firstAudioMs,
    endMs: 900,
    chunks: [
      [firstAudioMs, 100],
      [firstAudioMs + (stalls ? 300 : 50), 100],
    ],
  });

afterEach(() => jest.useRealTimers());

test("createProgress() - redraws a terminal in place five times a second", () => {
  jest.useFakeTimers();
  const screen = screenOf(true);
  const progress = createProgress(level, screen);
  progress.sent();
  progress.sent();
  progress.finished(outcome(300));
  progress.finished({ ...outcome(300), error: "http_429" });
  jest.advanceTimersByTime(1000);
  expect(screen.written).toHaveLength(5);
  const [first = "", second = ""] = screen.written;
  expect(first).toStartWith("\r2.0 ");
  const lines = first.split("\n");
  expect(lines.length).toBeGreaterThan(1);
  expect(second).toStartWith(`\r\u001b[${lines.length - 1}A2.0 `);
  expect(first).toContain("done 1");
  expect(first).toContain("failed 1 (http_429)");
  expect(first).toContain("TTFA p50 200 p95 200 ms"); // from the planned send time
  progress.close();
  jest.advanceTimersByTime(1000);
  expect(screen.written).toHaveLength(7);
  expect(screen.written.at(-1)).toBe("\n");
});

test("createProgress() - writes a plain line to a log in the first second, every five seconds, and at the end", () => {
  jest.useFakeTimers();
  const screen = screenOf(false);
  const progress = createProgress(level, screen);
  progress.sent();
  progress.finished(outcome(300, true));
  jest.advanceTimersByTime(1000);
  expect(screen.written).toHaveLength(1);
  jest.advanceTimersByTime(9000);
  progress.close();
  expect(screen.written).toHaveLength(4);
  expect(screen.written[0]).toMatch(
    /^2\.0: sent 1\/4, done 1, failed 0, in flight 0, TTFA p50 200 p95 200 ms, stalled 1, \d+:\d\d left\n$/,
  );
});

test("createProgress() - shows the remaining time of a burst only after a request has ended", () => {
  jest.useFakeTimers();
  const screen = screenOf(false);
  const progress = createProgress({ ...level, total: 2, sendingMs: 0 }, screen);
  progress.sent();
  progress.sent();
  jest.advanceTimersByTime(5000);
  progress.finished(outcome(300));
  jest.advanceTimersByTime(5000);
  progress.close();
  expect(screen.written[1]).not.toContain("left");
  expect(screen.written[2]).toMatch(/ \d+:\d\d left\n$/);
});

test("createProgress() - writes nothing without a sent request or without a screen", () => {
  const screen = screenOf(true);
  createProgress(level, screen).close();
  createProgress(level, null).close();
  expect(screen.written).toEqual([]);
});

import { afterEach, beforeEach, expect, jest, spyOn, test } from "bun:test";
import type { Failure } from "../http/failure.ts";
import { createWatch, type Timeouts } from "./watch.ts";

const LIMITS: Timeouts = { firstAudioMs: 100, totalMs: 1000, stallMs: 50 };
const never = new AbortController().signal;

let nowMs = 0;
beforeEach(() => {
  nowMs = 7;
  jest.useFakeTimers();
});
afterEach(() => void jest.useRealTimers());

/** Advances clock and timers, a millisecond at a time. */
function advance(ms: number): void {
  for (const endMs = nowMs + ms; nowMs < endMs;) {
    nowMs++;
    jest.advanceTimersByTime(1);
  }
}

/** Starts a watch. `stopped` collects the failures that stop the request: [kind, milliseconds from the start]. */
function open(limits: Partial<Timeouts> = {}, interrupt = never) {
  const startMs = nowMs;
  const stopped: [string, number][] = [];
  const messages: string[] = [];
  const stop = ({ kind, message }: Failure) => {
    stopped.push([kind, nowMs - startMs]);
    messages.push(message);
  };
  const timeouts = { ...LIMITS, ...limits };
  return { watch: createWatch({ timeouts, now: () => nowMs, stop }, interrupt), stopped, messages };
}

test("without audio the request is stopped at the first-audio limit", () => {
  const { watch, stopped, messages } = open();
  advance(60);
  watch.sawByte(); // a header is not audio
  advance(39);
  expect(stopped).toEqual([]);
  advance(200);
  expect(stopped).toEqual([["timeout_first_audio", 100]]);
  expect(messages).toEqual(["no audio after 100 ms"]);
  watch.close();
});

test("audio before the first-audio limit clears that limit", () => {
  const { watch, stopped } = open({ stallMs: 500 });
  advance(99);
  watch.sawByte();
  watch.sawAudio();
  advance(300);
  expect(stopped).toEqual([]);
  watch.close();
});

test("an answer that is not audio has no first-audio limit", () => {
  const { watch, stopped } = open({ firstAudioMs: null });
  advance(999);
  expect(stopped).toEqual([]);
  watch.close();
});

test("after the first audio, a request without a byte for the stall limit is stopped", () => {
  const { watch, stopped, messages } = open();
  advance(20);
  watch.sawByte();
  watch.sawAudio();
  advance(30);
  watch.sawByte();
  advance(49);
  expect(stopped).toEqual([]);
  advance(1);
  expect(stopped).toEqual([["stalled", 100]]);
  expect(messages).toEqual(["no byte for 50 ms"]);
  watch.close();
});

test("a byte one millisecond after the first audio restarts the stall limit", () => {
  const { watch, stopped } = open();
  watch.sawByte();
  watch.sawAudio();
  advance(1);
  watch.sawByte();
  advance(100);
  expect(stopped).toEqual([["stalled", 51]]);
  watch.close();
});

test("a request whose bytes arrive within the stall limit runs until the total limit", () => {
  const { watch, stopped, messages } = open();
  watch.sawByte();
  watch.sawAudio();
  for (let sent = 0; sent < 25; sent++) {
    advance(40);
    if (sent < 24) expect(stopped).toEqual([]);
    watch.sawByte();
  }
  expect(stopped).toEqual([["timeout_total", 1000]]);
  expect(messages).toEqual(["not complete after 1000 ms"]);
  watch.close();
});

test("before the first audio, a silent connection does not count as stalled", () => {
  const { watch, stopped } = open({ firstAudioMs: 500 });
  watch.sawByte();
  advance(499);
  expect(stopped).toEqual([]);
  watch.close();
});

test("an interrupt stops the request as aborted", () => {
  const controller = new AbortController();
  const { watch, stopped } = open({}, controller.signal);
  advance(10);
  controller.abort();
  expect(stopped).toEqual([["aborted", 10]]);
  watch.close();
});

test("an interrupt before the start stops the request at once", () => {
  const { watch, stopped, messages } = open({}, AbortSignal.abort());
  expect(stopped).toEqual([["aborted", 0]]);
  expect(messages).toEqual(["interrupted"]);
  watch.close();
});

test("close() clears every limit", () => {
  const closed = open();
  closed.watch.sawByte();
  closed.watch.close();
  const withAudio = open();
  withAudio.watch.sawByte();
  withAudio.watch.sawAudio();
  withAudio.watch.close();
  advance(5000);
  expect([closed.stopped, withAudio.stopped]).toEqual([[], []]);
});

test("close() removes the listener of the interrupt", () => {
  const { signal } = new AbortController();
  const added = spyOn(signal, "addEventListener");
  const removed = spyOn(signal, "removeEventListener");
  open({}, signal).watch.close();
  expect(added).toHaveBeenCalledTimes(1);
  expect(removed.mock.calls[0]?.slice(0, 2)).toEqual(added.mock.calls[0]?.slice(0, 2) ?? []);
});

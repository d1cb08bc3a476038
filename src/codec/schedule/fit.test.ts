import { expect, test } from "bun:test";
import { runMs } from "./cost.ts";
import type { WaitingStream } from "./cuts.ts";
import { lengthened } from "./fit.ts";
import { pick } from "./policy.ts";
import { DEVICE, waitingStream } from "./waiting.fake.ts";
import { cutLength } from "./windows.ts";

/** A device of twice the speed, which decodes 300 new tokens and their context in time. */
const FAST = { ...DEVICE, cost: { fixedMs: 14, perTokenMs: 0.6 } };

/** Returns a live stream of which `tokens` are undecoded, and which underruns at `deadlineMs`. */
function stream(deadlineMs: number, tokens = 1000): WaitingStream {
  return waitingStream({ deadlineMs, arrived: 100 + tokens });
}

/** Returns the new tokens of the leader of the next run. */
function hop(waiting: readonly WaitingStream[], device = FAST): number | undefined {
  return pick(0, waiting, device).batch[0]?.cut.hop;
}

test("pick() - a window has 300 new tokens if all listeners can wait for it", () => {
  expect(hop([stream(4000), stream(5000)])).toBe(300);
  expect(hop([stream(4000), stream(5000, 40)])).toBe(300);
});

test("pick() - a window is lengthened only as far as the time of a run and the tokens reach", () => {
  expect(hop([stream(4000)], DEVICE)).toBe(200 - 21);
  expect(hop([stream(4000, 250)])).toBe(250 - 10);
  expect(hop([stream(4000)], { ...FAST, maxHopTokens: 150 })).toBe(150);
  expect(hop([stream(4000)], { ...FAST, maxHopTokens: 0 })).toBe(75);
});

test("pick() - a window is not lengthened if another listener then needs a shorter one", () => {
  // A run of 321 tokens takes 207 ms, a full window of another stream 72 ms.
  expect(hop([stream(250), stream(280)])).toBe(300);
  expect(hop([stream(250), stream(275)])).toBe(294);
  expect(hop([stream(150), stream(175)])).toBe(75);
});

test("pick() - a window is lengthened only if it is decoded before its own listener underruns", () => {
  expect(hop([stream(210)])).toBe(300);
  expect(hop([stream(200)])).toBe(289);
  expect(hop([stream(75)])).toBe(75);
});

test("pick() - first windows and files keep their length", () => {
  const first = waitingStream({ position: 0, playing: false, arrived: 900, deadlineMs: 300 });
  expect(hop([first])).toBe(12);
  const file = waitingStream({ kind: "file", arrived: 900, deadlineMs: 9000 });
  expect(hop([file])).toBe(304);
});

test("pick() - while all listeners are late, windows exceed the run budget", () => {
  const late = [-900, -800, -700].map((deadlineMs) => stream(deadlineMs));
  expect(hop(late, DEVICE)).toBe(300);
  // A device of a quarter of the speed decodes 185 tokens in a second.
  const slow = { ...DEVICE, cost: { fixedMs: 112, perTokenMs: 4.8 } };
  expect(hop(late, slow)).toBe(185 - 21);
  // One late stream is served at once by a window of the usual length.
  expect(hop([stream(-50), stream(3000)], DEVICE)).toBe(75);
});

test("pick() - a first window precedes streams that are late on an overloaded device", () => {
  const first = waitingStream({ position: 0, playing: false, deadlineMs: 300 });
  const late = [-900, -800, -700].map((deadlineMs) => stream(deadlineMs));
  expect(pick(0, [...late, first], DEVICE).batch[0]?.stream).toBe(first);
  expect(pick(0, [stream(-50), first], DEVICE).batch[0]?.stream).not.toBe(first);
});

test("pick() - a wide run precedes a long window where a run costs more than its tokens", () => {
  const device = { ...DEVICE, budgetTokens: 6144, cost: { fixedMs: 20, perTokenMs: 0.01 } };
  const waiting = Array.from({ length: 12 }, () => stream(2000, 160));
  const { batch } = pick(0, waiting, device);
  expect(batch).toHaveLength(12);
  const tokens = batch.reduce((sum, { cut }) => sum + cut.hop, 0);
  expect(tokens).toBeGreaterThanOrEqual(12 * 75);
  expect(runMs(device.cost, 12, cutLength(batch[0]!.cut))).toBeLessThan(60);
});

test("lengthened() - returns a window with a recorded length if there are graphs", () => {
  const device = { ...FAST, recordedLengths: [50, 100, 250] };
  const leader = { stream: stream(9000), cut: { position: 100, before: 11, hop: 75, after: 10 } };
  const slack = { urgentMs: 9000, ampleMs: 9000 };
  expect(cutLength(lengthened(leader, slack, device)!.cut)).toBe(250);
  expect(lengthened(leader, slack, { ...device, recordedLengths: [50, 100] })).toBeNull();
});

import { expect, test } from "bun:test";
import { getEventListeners } from "node:events";
import { passTime, withFakeTime } from "../time.fake.ts";
import { watchFileReader } from "./fileReader.ts";

/** Watches a client with `queued()` bytes in the kernel's send queue. */
function watch(queued: () => number | null, hasEnded = () => false) {
  const seen = { polls: 0, moves: 0, stalls: 0 };
  const connection = new AbortController();
  let nowMs = 5000;
  watchFileReader(
    {
      stallMs: 1000,
      async unsentBytes() {
        seen.polls += 1;
        return queued();
      },
      hasEnded,
      onMoved: () => void (seen.moves += 1),
      onStalled: () => void (seen.stalls += 1),
      now: () => nowMs,
    },
    connection.signal,
  );
  const pass = (ms: number): Promise<void> => passTime(ms, () => void (nowMs += 10));
  const listeners = () => getEventListeners(connection.signal, "abort").length;
  return { seen, pass, breakOff: () => connection.abort(), listeners };
}

test("watchFileReader() - reports no stall if the client reads slowly but steadily and disconnects after the limit", () =>
  withFakeTime(async () => {
    let queued = 1_000_000;
    const { seen, pass, breakOff, listeners } = watch(() => (queued -= 1000));
    await pass(5000);
    breakOff();
    const { polls } = seen;
    await pass(5000);
    expect(seen).toEqual({ polls, moves: polls - 1, stalls: 0 });
    expect(listeners()).toBe(0);
  }));

test("watchFileReader() - reports one stall if the client reads nothing for the limit, even if the connection then breaks", () =>
  withFakeTime(async () => {
    const { seen, pass, breakOff, listeners } = watch(() => 1000);
    await pass(990);
    expect([seen.stalls, listeners()]).toEqual([0, 1]);
    await pass(1000);
    expect([seen.stalls, listeners()]).toEqual([1, 0]);
    breakOff();
    expect(seen.stalls).toBe(1);
  }));

test("watchFileReader() - stops watching the client once the response has ended", () =>
  withFakeTime(async () => {
    let queued: number | null = 1000;
    const { seen, pass, breakOff, listeners } = watch(() => queued);
    await pass(500);
    queued = null;
    await pass(110);
    const { polls } = seen;
    expect(listeners()).toBe(0);
    await pass(5000);
    breakOff();
    expect(seen).toEqual({ polls, moves: 0, stalls: 0 });
  }));

test("watchFileReader() - stops watching 0.1 s after the start if the response has ended", () =>
  withFakeTime(async () => {
    const ended = watch(
      () => null,
      () => true,
    );
    const sending = watch(
      () => 1000,
      () => false,
    );
    await ended.pass(90);
    expect([ended.listeners(), sending.listeners()]).toEqual([1, 1]);
    await ended.pass(20);
    expect([ended.listeners(), sending.listeners()]).toEqual([0, 1]);
    await ended.pass(5000);
    expect(ended.seen).toEqual({ polls: 0, moves: 0, stalls: 0 });
  }));

test("watchFileReader() - reports a connection that breaks after the limit as a stall if the send queue is unknown", () =>
  withFakeTime(async () => {
    const early = watch(() => null);
    await early.pass(900);
    early.breakOff();
    const late = watch(() => null);
    await late.pass(1000);
    late.breakOff();
    expect([early.seen.stalls, late.seen.stalls]).toEqual([0, 1]);
    expect([early.listeners(), late.listeners()]).toEqual([0, 0]);
  }));

test("watchFileReader() - polls an unknown send queue only once", () =>
  withFakeTime(async () => {
    const { seen, pass } = watch(() => null);
    await pass(5000);
    expect(seen).toEqual({ polls: 1, moves: 0, stalls: 0 });
  }));

import { expect, test } from "bun:test";
import { passTime, withFakeTime } from "../time.fake.ts";
import { createStallClock } from "./stall.ts";

/** Creates a stall clock with a limit of 1 s for a client with `unsentBytes()` in its send queue. */
function open(unsentBytes: () => number | null | Promise<number | null>) {
  const seen = { stalls: 0, moves: 0, polls: 0 };
  const clock = createStallClock({
    limitMs: 1000,
    async unsentBytes() {
      seen.polls += 1;
      return unsentBytes();
    },
    onMoved: () => void (seen.moves += 1),
    onStalled: () => void (seen.stalls += 1),
  });
  return { clock, seen };
}

test("createStallClock() - reports one stall, at the limit, if the send queue does not change", () =>
  withFakeTime(async () => {
    const { clock, seen } = open(() => 5000);
    clock.wait();
    await passTime(980);
    expect(seen.stalls).toBe(0);
    await passTime(40);
    expect(seen).toEqual({ stalls: 1, moves: 0, polls: 10 });
    await passTime(5000);
    expect(seen).toEqual({ stalls: 1, moves: 0, polls: 10 });
  }));

test("createStallClock() - reports no stall if the client reads a little between every two polls", () =>
  withFakeTime(async () => {
    let queued = 1_000_000;
    const { clock, seen } = open(() => (queued -= 1000));
    clock.wait();
    await passTime(10_000);
    expect([seen.stalls, seen.moves]).toEqual([0, 99]);
  }));

test("createStallClock() - reports a stall when the limit has passed since the last read of a steady client", () =>
  withFakeTime(async () => {
    let queued = 1_000_000;
    let reads = true;
    const { clock, seen } = open(() => (reads ? (queued -= 1000) : queued));
    clock.wait();
    await passTime(2000);
    reads = false;
    await passTime(980);
    expect(seen.stalls).toBe(0);
    await passTime(40);
    expect(seen.stalls).toBe(1);
  }));

test("createStallClock() - calls onMoved if the queue shrinks by one byte, but not if the queue becomes unknown", () =>
  withFakeTime(async () => {
    const queue = [5000, 4999, null, 4999, null];
    const { clock, seen } = open(() => queue.shift() ?? null);
    clock.wait();
    await passTime(500);
    expect(seen.moves).toBe(1);
  }));

test("createStallClock() - restarts the limit at each call of wait()", () =>
  withFakeTime(async () => {
    const { clock, seen } = open(() => null);
    for (let chunk = 0; chunk < 5; chunk += 1) {
      clock.wait();
      await passTime(900);
    }
    expect(seen.stalls).toBe(0);
    await passTime(110);
    expect(seen.stalls).toBe(1);
  }));

test("createStallClock() - neither polls nor reports after stop()", () =>
  withFakeTime(async () => {
    const { clock, seen } = open(() => null);
    clock.wait();
    await passTime(500);
    clock.stop();
    const { polls } = seen;
    await passTime(5000);
    expect(seen).toEqual({ stalls: 0, moves: 0, polls });
  }));

test("createStallClock() - ignores a poll that resolves after its wait has ended", () =>
  withFakeTime(async () => {
    const answer = Promise.withResolvers<number | null>();
    const { clock, seen } = open(() => answer.promise);
    clock.wait();
    await passTime(110);
    clock.stop();
    answer.resolve(5);
    await passTime(5000);
    expect(seen).toEqual({ stalls: 0, moves: 0, polls: 1 });
  }));

import { expect, test } from "bun:test";
import { passTime, withFakeTime } from "../time.fake.ts";
import { createStallClock } from "./stall.ts";

/** A stall clock of 1 s for a client with `unsentBytes()` in its send queue. */
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

test("createStallClock() - a client whose send queue stands still has stalled once, at the limit", () =>
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

test("createStallClock() - a client that takes a little between two polls has not stalled", () =>
  withFakeTime(async () => {
    let queued = 1_000_000;
    const { clock, seen } = open(() => (queued -= 1000));
    clock.wait();
    await passTime(10_000);
    expect([seen.stalls, seen.moves]).toEqual([0, 99]);
  }));

test("createStallClock() - a client that stops after steady reading has stalled one limit later", () =>
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

test("createStallClock() - a queue that shrinks by one byte counts as moved, a queue that becomes unknown does not", () =>
  withFakeTime(async () => {
    const queue = [5000, 4999, null, 4999, null];
    const { clock, seen } = open(() => queue.shift() ?? null);
    clock.wait();
    await passTime(500);
    expect(seen.moves).toBe(1);
  }));

test("createStallClock() - each chunk that is taken restarts the limit", () =>
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

test("createStallClock() - a stopped clock neither polls nor reports", () =>
  withFakeTime(async () => {
    const { clock, seen } = open(() => null);
    clock.wait();
    await passTime(500);
    clock.stop();
    const { polls } = seen;
    await passTime(5000);
    expect(seen).toEqual({ stalls: 0, moves: 0, polls });
  }));

test("createStallClock() - a poll that answers after its wait has ended is ignored", () =>
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

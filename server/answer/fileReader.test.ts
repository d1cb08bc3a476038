import { expect, test } from "bun:test";
import { passing, withFakeTime } from "./time.fake.ts";
import { watchFileReader } from "./fileReader.ts";

/** Watches a reader for whom the kernel holds `held()`, and tells what was seen of it. */
function watch(held: () => number | null) {
  const seen = { looks: 0, moves: 0, stalls: 0 };
  const connection = new AbortController();
  let nowMs = 0;
  watchFileReader(
    {
      stallMs: 1000,
      async unsent() {
        seen.looks += 1;
        return held();
      },
      moved: () => void (seen.moves += 1),
      stalled: () => void (seen.stalls += 1),
      now: () => nowMs,
    },
    connection.signal,
  );
  const pass = (ms: number): Promise<void> => passing(ms, () => void (nowMs += 10));
  return { seen, pass, breaks: () => connection.abort() };
}

test("a reader who reads slowly but steadily and leaves after the limit has not stalled", () =>
  withFakeTime(async () => {
    let held = 1_000_000;
    const { seen, pass, breaks } = watch(() => (held -= 1000));
    await pass(5000);
    breaks();
    const { looks } = seen;
    await pass(5000);
    expect(seen).toEqual({ looks, moves: looks - 1, stalls: 0 });
  }));

test("a reader who took nothing for the limit has stalled, once, also when its connection breaks then", () =>
  withFakeTime(async () => {
    const { seen, pass, breaks } = watch(() => 1000);
    await pass(990);
    expect(seen.stalls).toBe(0);
    await pass(1000);
    breaks();
    expect(seen.stalls).toBe(1);
  }));

test("nobody is watched once the answer has ended", () =>
  withFakeTime(async () => {
    let held: number | null = 1000;
    const { seen, pass } = watch(() => held);
    await pass(500);
    held = null;
    await pass(110);
    const { looks } = seen;
    await pass(5000);
    expect(seen).toEqual({ looks, moves: 0, stalls: 0 });
  }));

test("where the kernel can't be asked, a connection that breaks after the limit tells of a stall", () =>
  withFakeTime(async () => {
    const early = watch(() => null);
    await early.pass(900);
    early.breaks();
    const late = watch(() => null);
    await late.pass(1100);
    late.breaks();
    expect([early.seen.stalls, late.seen.stalls]).toEqual([0, 1]);
  }));

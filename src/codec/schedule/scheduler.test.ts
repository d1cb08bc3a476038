import { expect, spyOn, test } from "bun:test";
import { CPU_LIMITS } from "./deviceLimits.ts";
import type { Decoder } from "../decode/decoder.ts";
import { borrowing, steps } from "../decode/decoder.fake.ts";
import { yieldToEventLoop } from "../../eventLoop.ts";
import { SHAPE } from "./waiting.fake.ts";
import { SAMPLES_PER_TOKEN } from "../codes.ts";
import { createPlayback } from "../../playback.ts";
import { createScheduler } from "./scheduler.ts";
import { createCodecStats } from "./stats.ts";
import { createStream } from "../stream/stream.ts";
import type { Audience, Stream } from "../stream/stream.ts";

/** A run that ends when the test resolves `end`. */
interface Run {
  readonly rows: readonly Int32Array[];
  readonly end: PromiseWithResolvers<Float32Array[]>;
}

const LIVE: Audience = { kind: "live", targetMs: 300 };

/** Opens a scheduler whose decoder and clock are controlled by the test. */
function openScheduler({ lanes = 1, maxBatch = 16, nowMs = 0 } = {}) {
  const clock = { nowMs, reads: 0 };
  const runs: Run[] = [];
  let started = Promise.withResolvers<void>();
  const decoder: Decoder = {
    ...borrowing,
    samplesPerToken: SAMPLES_PER_TOKEN,
    device: "cpu",
    lanes,
    decode(rows) {
      const end = Promise.withResolvers<Float32Array[]>();
      runs.push({ rows, end });
      started.resolve();
      started = Promise.withResolvers();
      return end.promise;
    },
    close: async () => {},
  };
  const stats = createCodecStats();
  const limits = { ...CPU_LIMITS, budgetTokens: 800, maxBatch };
  const now = (): number => {
    clock.reads++;
    return clock.nowMs;
  };
  const scheduler = createScheduler({ decoder, limits, stats, now, onFailedRun: () => {} });
  return {
    clock,
    runs,
    stats,
    scheduler,
    /** Resolves when the next run starts. */
    nextRun: () => started.promise,
    /** Adds a stream of `count` tokens, each equal to `code`. The stream is complete unless `more` is true. */
    join(code: number, count: number, { listener = LIVE, more = false } = {}): Stream {
      const { changed } = scheduler;
      const stream = createStream({
        listener,
        shape: SHAPE,
        nowMs: clock.nowMs,
        crossfadeMs: 12,
        changed,
      });
      scheduler.add(stream);
      stream.push(Array.from({ length: count }, () => code));
      if (!more) stream.finish();
      return stream;
    },
    /** Removes a stream as the codec does when its reader leaves. */
    leave(stream: Stream): void {
      scheduler.remove(stream);
      stream.leave();
    },
    finish(index: number): void {
      runs[index]?.end.resolve(runs[index].rows.map(steps));
    },
  };
}

/** Returns the first code of each row, by run. */
function firsts(runs: readonly Run[]): number[][] {
  return runs.map(({ rows }) => rows.map((row) => row[0] ?? -1));
}

async function settled(): Promise<void> {
  for (let i = 0; i < 10; i += 1) await yieldToEventLoop();
}

test("scheduler - each lane has one run at a time", async () => {
  for (const lanes of [1, 2, 3]) {
    const { runs, join, finish } = openScheduler({ lanes, maxBatch: 1 });
    const chunks = [1, 2, 3, 4, 5].map((code) => join(code, 12).take());
    for (let ended = 0; ended < 5; ended += 1) {
      await settled();
      expect(runs).toHaveLength(Math.min(5, ended + lanes));
      finish(ended);
    }
    for (const chunk of await Promise.all(chunks)) expect(chunk?.length).toBe(12 * 480);
  }
});

test("scheduler - the streams that wait during a run form the next batch", async () => {
  const { runs, stats, join, finish } = openScheduler();
  const first = join(1, 10).take();
  await settled();
  const others = [2, 3, 4].map((code) => join(code, 12).take());
  await settled();
  expect(firsts(runs)).toEqual([[1]]);
  finish(0);
  await settled();
  expect(firsts(runs)).toEqual([[1], [2, 3, 4]]);
  finish(1);
  expect(await first).toEqual(steps(Array.from({ length: 10 }, () => 1)));
  for (const [index, chunk] of (await Promise.all(others)).entries()) {
    expect(chunk).toEqual(steps(Array.from({ length: 12 }, () => index + 2)));
  }
  expect(stats).toMatchObject({ runs: 2, windows: 4, decodedTokens: 46, newTokens: 46 });
});

test("scheduler - does not decode a stream before its reader requests audio", async () => {
  const { runs, join } = openScheduler();
  join(1, 40);
  await settled();
  expect(runs).toHaveLength(0);
});

test("scheduler - after a failed batch, only the faulty stream fails", async () => {
  const { runs, stats, join, finish } = openScheduler();
  const chunks = [1, 2, 3].map((code) => join(code, 12).take());
  const results = Promise.allSettled(chunks);
  await settled();
  runs[0]?.end.reject(new Error("boom"));
  for (const index of [1, 2, 3]) {
    await settled();
    expect(runs).toHaveLength(index + 1); // still one run per lane
    if (index === 2) runs[index]?.end.reject(new Error("boom again"));
    else finish(index);
  }
  expect(firsts(runs)).toEqual([[1, 2, 3], [1], [2], [3]]);
  const reason = { code: "decode", message: expect.stringMatching(/twice.*boom again/) };
  const fine = { status: "fulfilled" };
  expect(await results).toMatchObject([fine, { status: "rejected", reason }, fine]);
  expect(stats).toMatchObject({ failedRuns: 1, failedWindows: 1 });
});

test("scheduler - counts a window as dropped if its reader leaves before its run", async () => {
  const { runs, stats, join, leave, finish } = openScheduler();
  void join(1, 10).take();
  await settled();
  const waiting = join(2, 12);
  const idle = join(3, 12); // not counted, because nothing is requested
  void waiting.take();
  await settled();
  leave(waiting);
  leave(idle);
  finish(0);
  await settled();
  expect(firsts(runs)).toEqual([[1]]);
  expect(stats).toMatchObject({ dropped: 1, discarded: 0 });
});

test("scheduler - counts a window as discarded if its reader leaves during its run", async () => {
  const { stats, join, leave, finish } = openScheduler();
  const [closing, open] = [join(1, 12), join(2, 12)];
  const chunks = [closing.take(), open.take()];
  await settled();
  leave(closing);
  finish(0);
  expect(await chunks[0]).toBeNull();
  expect((await chunks[1])?.length).toBe(12 * 480);
  expect(closing.position).toBe(0);
  expect(stats).toMatchObject({ dropped: 0, discarded: 1, newTokens: 12 });
});

test("scheduler - audio of a wrong length fails only its stream", async () => {
  const { runs, stats, join } = openScheduler();
  const results = Promise.allSettled([1, 2].map((code) => join(code, 12).take()));
  await settled();
  runs[0]?.end.resolve([new Float32Array(7), new Float32Array(12 * 480)]);
  const reason = {
    code: "decode",
    message: expect.stringMatching(/5760 samples for 12 codes, got 7/),
  };
  const status = "rejected";
  expect(await results).toMatchObject([{ status, reason }, { status: "fulfilled" }]);
  expect(stats).toMatchObject({ failedWindows: 1, failedRuns: 0 });
});

/** Adds a stream of 40 tokens whose client has audio until 103,000 ms. Its timer is due at 102,000 ms. */
function joinAhead({ join }: Pick<ReturnType<typeof openScheduler>, "join">): Stream {
  const playback = createPlayback(1);
  playback.add(100_000, 3);
  const stream = join(1, 40, { listener: { ...LIVE, playback }, more: true });
  void stream.take();
  return stream;
}

test("scheduler - a timer starts the run of a waiting stream 1 s before its underrun", async () => {
  const { clock, runs, nextRun, join } = openScheduler({ nowMs: 101_990 });
  joinAhead({ join });
  await settled();
  expect(runs).toHaveLength(0);
  clock.nowMs = 102_000;
  await nextRun(); // only the timer can start this run
  expect(runs[0]?.rows[0]?.length).toBe(40);
});

test("scheduler - sets a timer to 1 s before the underrun and clears the timer when the last stream leaves", async () => {
  const [set, clear] = [spyOn(globalThis, "setTimeout"), spyOn(globalThis, "clearTimeout")];
  try {
    const { leave, join } = openScheduler({ nowMs: 101_990 });
    const stream = joinAhead({ join });
    await settled();
    expect(set.mock.calls.map(([, delayMs]) => delayMs)).toEqual([10]);
    const timer = set.mock.results[0]?.value;
    clear.mockClear();
    leave(stream);
    expect(clear.mock.calls.map(([cleared]) => cleared === timer)).toEqual([true]);
  } finally {
    set.mockRestore();
    clear.mockRestore();
  }
});

test("scheduler - the timer stays set while other streams are open", async () => {
  const { clock, join, leave, nextRun } = openScheduler({ nowMs: 101_990 });
  const idle = join(2, 12);
  joinAhead({ join });
  await settled();
  leave(idle);
  clock.nowMs = 102_000;
  await nextRun();
});

test("scheduler - events of one iteration of the event loop lead to one decision", async () => {
  const { clock, runs, join } = openScheduler();
  for (const code of [1, 2, 3]) void join(code, 0, { more: true }).take();
  await settled();
  expect(runs).toHaveLength(0);
  expect(clock.reads).toBe(1);
});

test("scheduler - after a file's run, late live streams precede the next file", async () => {
  const { clock, runs, join, finish } = openScheduler({ maxBatch: 1 });
  const file: Audience = { kind: "file", targetMs: 10_000 };
  for (const code of [1, 2]) void join(code, 400, { listener: file }).take();
  void join(3, 12).take();
  clock.nowMs = 2000; // both files are overdue
  await settled();
  finish(0);
  await settled();
  expect(firsts(runs)).toEqual([[1], [3]]);
});

test("scheduler - a removed stream is not decoded", async () => {
  const { runs, scheduler, join } = openScheduler();
  const stream = join(1, 12);
  void stream.take();
  scheduler.remove(stream);
  await settled();
  expect(runs).toHaveLength(0);
});

test("scheduler - does not count a dropped window if the reader leaves before any token arrives", async () => {
  const { stats, join, leave } = openScheduler();
  const stream = join(1, 0, { more: true });
  void stream.take();
  await settled();
  leave(stream);
  expect(stats.dropped).toBe(0);
});

test("scheduler - counts an underrun of more than 50 ms before a live chunk as a stall", async () => {
  for (const kind of ["live", "file"] as const) {
    for (const lateMs of [50, 51]) {
      const { clock, stats, join, finish } = openScheduler();
      const playback = createPlayback(1);
      playback.add(0, 0.1);
      const chunks = join(1, 12, { listener: { ...LIVE, kind, playback } }).take();
      await settled();
      clock.nowMs = 100 + lateMs;
      finish(0);
      await chunks;
      expect(stats.stalls).toBe(kind === "live" && lateMs > 50 ? 1 : 0);
    }
  }
});

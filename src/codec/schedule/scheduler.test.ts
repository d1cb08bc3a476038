import { expect, test } from "bun:test";
import { CPU_LIMITS } from "./deviceLimits.ts";
import type { Decoder } from "../decode/decoder.ts";
import { steps } from "../decode/decoder.fake.ts";
import { yieldToEventLoop } from "../../eventLoop.ts";
import { SHAPE } from "./waiting.fake.ts";
import { SAMPLES_PER_TOKEN } from "../codes.ts";
import { createPlayback } from "../../playback.ts";
import { createScheduler } from "./scheduler.ts";
import { createCodecStats } from "./stats.ts";
import { createStream } from "../stream/stream.ts";
import type { Audience, Stream } from "../stream/stream.ts";

/** A run that the test ends. */
interface Run {
  readonly rows: readonly Int32Array[];
  readonly end: PromiseWithResolvers<Float32Array[]>;
}

const LIVE: Audience = { kind: "live", targetMs: 300 };

/** A scheduler with a decoder whose runs the test ends and a clock that the test sets. */
function openScheduler({ lanes = 1, maxBatch = 16, nowMs = 0 } = {}) {
  const clock = { nowMs };
  const runs: Run[] = [];
  let begun = Promise.withResolvers<void>();
  const decoder: Decoder = {
    samplesPerToken: SAMPLES_PER_TOKEN,
    device: "cpu",
    lanes,
    decode(rows) {
      const end = Promise.withResolvers<Float32Array[]>();
      runs.push({ rows, end });
      begun.resolve();
      begun = Promise.withResolvers();
      return end.promise;
    },
    close: async () => {},
  };
  const stats = createCodecStats();
  const limits = { ...CPU_LIMITS, budgetTokens: 800, maxBatch };
  const now = (): number => clock.nowMs;
  const failures: string[] = [];
  const onFailedRun = (message: string): void => void failures.push(message);
  const scheduler = createScheduler({ decoder, limits, stats, now, onFailedRun });
  return {
    clock,
    runs,
    stats,
    failures,
    /** Resolves when the next run begins. */
    begins: () => begun.promise,
    /** A stream of `count` tokens, all equal to `code`; it is complete unless `more` come. */
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
    /** As the codec does when a reader goes. */
    leave(stream: Stream): void {
      scheduler.remove(stream);
      stream.leave();
    },
    finish(index: number): void {
      runs[index]?.end.resolve(runs[index].rows.map(steps));
    },
  };
}

/** The first code of each row of each run. */
function firsts(runs: readonly Run[]): number[][] {
  return runs.map(({ rows }) => rows.map((row) => row[0] ?? -1));
}

async function settled(): Promise<void> {
  for (let i = 0; i < 10; i += 1) await yieldToEventLoop();
}

test("each lane has one run at a time", async () => {
  for (const lanes of [1, 2, 3]) {
    const { runs, join, finish } = openScheduler({ lanes, maxBatch: 1 });
    const heard = [1, 2, 3, 4, 5].map((code) => join(code, 12).take());
    for (let ended = 0; ended < 5; ended += 1) {
      await settled();
      expect(runs).toHaveLength(Math.min(5, ended + lanes));
      finish(ended);
    }
    for (const chunk of await Promise.all(heard)) expect(chunk?.length).toBe(12 * 480);
  }
});

test("what waits during a run is the next batch, and each reader hears its own tokens", async () => {
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

test("a stream whose reader asked for nothing is not decoded", async () => {
  const { runs, join } = openScheduler();
  join(1, 40);
  await settled();
  expect(runs).toHaveLength(0);
});

test("of a batch that fails each member is tried alone, and only the guilty one fails", async () => {
  const { runs, stats, join, finish } = openScheduler();
  const heard = [1, 2, 3].map((code) => join(code, 12).take());
  const results = Promise.allSettled(heard);
  await settled();
  runs[0]?.end.reject(new Error("boom"));
  for (const index of [1, 2, 3]) {
    await settled();
    expect(runs).toHaveLength(index + 1); // still one run a lane
    if (index === 2) runs[index]?.end.reject(new Error("boom again"));
    else finish(index);
  }
  expect(firsts(runs)).toEqual([[1, 2, 3], [1], [2], [3]]);
  const reason = { code: "decode", message: expect.stringMatching(/twice.*boom again/) };
  const fine = { status: "fulfilled" };
  expect(await results).toMatchObject([fine, { status: "rejected", reason }, fine]);
  expect(stats).toMatchObject({ failedRuns: 1, failedWindows: 1 });
});

test("a failed batch reports its cause when the retries succeed", async () => {
  const { runs, failures, join, finish } = openScheduler();
  const chunks = [1, 2].map((code) => join(code, 12).take());
  await settled();
  runs[0]?.end.reject(new Error("out of memory"));
  await settled();
  finish(1);
  await settled();
  finish(2);
  expect((await Promise.all(chunks)).map((chunk) => chunk?.length)).toEqual([5760, 5760]);
  expect(failures).toEqual([expect.stringMatching(/2 windows failed.*out of memory/)]);
});

test("a window that fails twice keeps both causes", async () => {
  const { runs, join } = openScheduler();
  const chunk = Promise.allSettled([join(1, 12).take()]);
  await settled();
  const causes = [new Error("first"), new Error("second")];
  for (const [index, cause] of causes.entries()) {
    runs[index]?.end.reject(cause);
    await settled();
  }
  const reason = { message: expect.stringMatching(/first.*second/), cause: { errors: causes } };
  expect(await chunk).toMatchObject([{ status: "rejected", reason }]);
});

test("a member of a failed batch whose reader has left is not tried again", async () => {
  const { runs, join, leave, finish } = openScheduler();
  const streams = [1, 2].map((code) => join(code, 12));
  const heard = streams.map((stream) => stream.take());
  await settled();
  leave(streams[0]!);
  runs[0]?.end.reject(new Error("boom"));
  await settled();
  expect(firsts(runs)).toEqual([[1, 2], [2]]);
  finish(1);
  expect((await heard[1])?.length).toBe(12 * 480);
});

test("a stream whose reader leaves before its run is dropped and counted", async () => {
  const { runs, stats, join, leave, finish } = openScheduler();
  void join(1, 10).take();
  await settled();
  const waits = join(2, 12);
  const idle = join(3, 12); // asked for nothing: nothing is dropped
  void waits.take();
  await settled();
  leave(waits);
  leave(idle);
  finish(0);
  await settled();
  expect(firsts(runs)).toEqual([[1]]);
  expect(stats).toMatchObject({ dropped: 1, discarded: 0 });
});

test("audio whose reader left during the run is thrown away and counted", async () => {
  const { stats, join, leave, finish } = openScheduler();
  const [goes, stays] = [join(1, 12), join(2, 12)];
  const heard = [goes.take(), stays.take()];
  await settled();
  leave(goes);
  finish(0);
  expect(await heard[0]).toBeNull();
  expect((await heard[1])?.length).toBe(12 * 480);
  expect(goes.position).toBe(0);
  expect(stats).toMatchObject({ dropped: 0, discarded: 1, newTokens: 12 });
});

test("audio of the wrong length fails its own stream only", async () => {
  const { runs, stats, join } = openScheduler();
  const results = Promise.allSettled([1, 2].map((code) => join(code, 12).take()));
  await settled();
  runs[0]?.end.resolve([new Float32Array(7), new Float32Array(12 * 480)]);
  const reason = { code: "decode", message: expect.stringMatching(/7 samples for 12 codes/) };
  const status = "rejected";
  expect(await results).toMatchObject([{ status, reason }, { status: "fulfilled" }]);
  expect(stats).toMatchObject({ failedWindows: 1, failedRuns: 0 });
});

test("the alarm wakes a lazy stream a second before its listener runs dry", async () => {
  const { clock, runs, begins, join } = openScheduler({ nowMs: 1990 });
  const playback = createPlayback(1);
  playback.hear(0, 3);
  const lazy = join(1, 40, { listener: { ...LIVE, playback }, more: true });
  void lazy.take();
  await settled();
  expect(runs).toHaveLength(0);
  clock.nowMs = 2000;
  await begins(); // nothing but the alarm is left to begin it
  expect(runs[0]?.rows[0]?.length).toBe(40);
});

test("a silence of more than 50 ms before a chunk is a stall, for live listeners only", async () => {
  for (const kind of ["live", "file"] as const) {
    for (const lateMs of [50, 51]) {
      const { clock, stats, join, finish } = openScheduler();
      const playback = createPlayback(1);
      playback.hear(0, 0.1);
      const heard = join(1, 12, { listener: { ...LIVE, kind, playback } }).take();
      await settled();
      clock.nowMs = 100 + lateMs;
      finish(0);
      await heard;
      expect(stats.stalls).toBe(kind === "live" && lateMs > 50 ? 1 : 0);
    }
  }
});

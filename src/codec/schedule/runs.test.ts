import { expect, test } from "bun:test";
import { SpeechError } from "../../errors.ts";
import { CPU_LIMITS } from "./deviceLimits.ts";
import { createRuns, type Member } from "./runs.ts";
import { createCodecStats } from "./stats.ts";
import { waitingStream } from "./waiting.fake.ts";
import { borrowing } from "../decode/decoder.fake.ts";

const LENGTH = 10;
const PREDICTED_MS = 100;
const LIMITS = { ...CPU_LIMITS, cost: { fixedMs: PREDICTED_MS, perTokenMs: 0 } };

/**
 * Opens runs on a fake decoder. Each run takes `tookMs` and returns `audio`, but the first runs reject with `errors`.
 */
function openRuns({
  tookMs = PREDICTED_MS,
  audio = [new Float32Array(1), new Float32Array(1)],
  errors = [] as readonly Error[],
} = {}) {
  let nowMs = 1000;
  const stats = createCodecStats();
  const reports: string[] = [];
  const batches: number[] = [];
  const decoder = {
    ...borrowing,
    lanes: 1,
    decode(rows: readonly Int32Array[]) {
      nowMs += tookMs;
      const error = errors[batches.length];
      batches.push(rows.length);
      return error ? Promise.reject(error) : Promise.resolve(audio);
    },
  };
  const onFailedRun = (message: string): void => void reports.push(message);
  const runs = createRuns({ decoder, limits: LIMITS, stats, now: () => nowMs, onFailedRun });
  return { runs, stats, reports, batches };
}

interface MemberOptions {
  /** Receives the audio and returns the underrun, milliseconds. */
  readonly deliver?: (decoded: Float32Array) => number;
  readonly closed?: boolean;
}

/** Returns a member whose stream records its deliveries and failures. */
function member({ deliver = () => 0, closed = false }: MemberOptions = {}) {
  const failures: SpeechError[] = [];
  let delivered = 0;
  const cut = { position: 0, before: 0, hop: LENGTH, after: 0 };
  const window = { codes: new Int32Array(LENGTH), before: 0, after: 0 };
  const stream = {
    ...waitingStream(),
    wants: true,
    closed,
    cut: () => window,
    deliver(_nowMs: number, decoded: Float32Array) {
      const stallMs = deliver(decoded);
      delivered++;
      return stallMs;
    },
    fail: (error: SpeechError) => void failures.push(error),
  };
  return {
    failures,
    member: { stream, cut, window } satisfies Member,
    get delivered() {
      return delivered;
    },
  };
}

test.each([
  ["the predicted time", PREDICTED_MS, 1],
  ["twice the predicted time", 2 * PREDICTED_MS, 1.1],
  ["100 times the predicted time, counted as 4 times", 100 * PREDICTED_MS, 1.3],
  ["no time, counted as a quarter of the predicted time", 0, 0.925],
])(
  "slowness - changes by a tenth of the deviation after a run that takes %s",
  async (_name, tookMs, slowness) => {
    const { runs, stats } = openRuns({ tookMs });
    expect(runs.slowness).toBe(1);
    await runs.run([member().member]);
    expect(runs.slowness).toBeCloseTo(slowness);
    expect(stats).toMatchObject({ runs: 1, decodedTokens: LENGTH, busyMs: tookMs });
  },
);

test("run() - delivers empty audio for a missing row", async () => {
  const { runs } = openRuns({ audio: [] });
  const lengths: number[] = [];
  await runs.run([member({ deliver: ({ length }) => lengths.push(length) }).member]);
  expect(lengths).toEqual([0]);
});

test("run() - fails a stream with the SpeechError that the stream throws", async () => {
  const { runs, stats } = openRuns();
  const error = new SpeechError("decode", "Expected 480 samples");
  const failing = member({
    deliver() {
      throw error;
    },
  });
  await runs.run([failing.member]);
  expect(failing.failures).toEqual([error]);
  expect(stats).toMatchObject({ failedRuns: 0, failedWindows: 1 });
});

test("run() - wraps any other error that a stream throws in a SpeechError", async () => {
  const { runs } = openRuns();
  const cause = new TypeError("not an array");
  const failing = member({
    deliver() {
      throw cause;
    },
  });
  await runs.run([failing.member]);
  expect(failing.failures).toMatchObject([
    { code: "decode", message: expect.stringMatching(/stitched: not an array/), cause },
  ]);
});

test.each([
  [50, 0],
  [51, 1],
])("run() - an underrun of %d ms counts as %d stalls", async (stallMs, stalls) => {
  const { runs, stats } = openRuns();
  await runs.run([member({ deliver: () => stallMs }).member]);
  expect(stats.stalls).toBe(stalls);
});

test("run() - retries each member of a failed run alone and reports the cause of the failure", async () => {
  const { runs, stats, reports, batches } = openRuns({ errors: [new Error("out of memory")] });
  const members = [member(), member()];
  await runs.run(members.map((each) => each.member));
  expect(batches).toEqual([2, 1, 1]);
  expect(members.map(({ delivered }) => delivered)).toEqual([1, 1]);
  expect(reports).toEqual([expect.stringMatching(/2 windows failed.*out of memory/)]);
  expect(stats).toMatchObject({ failedRuns: 1, failedWindows: 0, newTokens: 2 * LENGTH });
});

test("run() - a window that fails twice fails its stream with both causes", async () => {
  const errors = [new Error("first"), new Error("second")];
  const { runs, stats } = openRuns({ errors });
  const failing = member();
  await runs.run([failing.member]);
  const message = expect.stringMatching(/twice.*first.*second/);
  expect(failing.failures).toMatchObject([{ code: "decode", message, cause: { errors } }]);
  expect(stats).toMatchObject({ failedRuns: 1, failedWindows: 1 });
});

test("run() - a closed member of a failed run is not retried", async () => {
  const { runs, batches } = openRuns({ errors: [new Error("boom")] });
  const [closed, open] = [member({ closed: true }), member()];
  await runs.run([closed.member, open.member]);
  expect(batches).toEqual([2, 1]);
  expect([closed.delivered, open.delivered]).toEqual([0, 1]);
});

test("run() - audio of a closed stream is discarded and counted", async () => {
  const { runs, stats } = openRuns();
  const closed = member({ closed: true });
  await runs.run([closed.member]);
  expect(closed.delivered).toBe(0);
  expect(stats).toMatchObject({ discarded: 1, newTokens: 0 });
});

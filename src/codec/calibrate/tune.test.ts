import { expect, test } from "bun:test";
import { openTuned, type CalibrationStore, type SavedCalibration } from "./tune.ts";
import { borrowing } from "../decode/decoder.fake.ts";

const live = new AbortController().signal;

/** Opens fake decoders whose cost depends on their threads, and counts the open ones. */
function fakeOpener(costMs: (threads: number, tokens: number) => number, device = "cpu") {
  const opened: number[] = [];
  let open = 0;
  let clockMs = 0;
  return {
    opened,
    now: () => clockMs,
    get open() {
      return open;
    },
    start: async (threads: number) => {
      opened.push(threads);
      open++;
      return {
        ...borrowing,
        samplesPerToken: 480,
        device,
        lanes: 1,
        graphs: [],
        batches: true,
        decode(codes: readonly Int32Array[]) {
          clockMs += costMs(threads, codes.length * (codes[0]?.length ?? 0));
          return Promise.resolve(codes.map((row) => new Float32Array(row.length * 480)));
        },
        close: async () => {
          open--;
        },
      };
    },
  };
}

function memoryStore(saved: SavedCalibration | null = null) {
  const saves: SavedCalibration[] = [];
  const store: CalibrationStore = {
    load: async () => saved,
    save: async (calibration) => {
      saves.push(calibration);
    },
  };
  return { store, saves };
}

test("openTuned() - keeps the decoder with the fastest thread count open and closes the others", async () => {
  // The machine has eight cores and a quota of four, so more than four threads wait for each other.
  const opener = fakeOpener(
    (threads, tokens) =>
      (tokens * (threads > 4 ? 3 : 4)) / Math.min(4, threads) + (threads > 4 ? 100 : 5),
  );
  const { store, saves } = memoryStore();
  const tuned = await openTuned({ open: opener.start, cores: 8, store, now: opener.now }, live);
  expect(tuned.calibration.threads).toBe(4);
  expect(opener.open).toBe(1);
  expect(opener.opened).toEqual([8, 4, 2]);
  expect(saves.map(({ threads, device }) => [threads, device])).toEqual([[4, "cpu"]]);
});

test("openTuned() - stops at the first slower thread count", async () => {
  const opener = fakeOpener((threads, tokens) => (4 * tokens) / threads);
  const { store } = memoryStore();
  await openTuned({ open: opener.start, cores: 16, store, now: opener.now }, live);
  expect(opener.opened).toEqual([16, 8]);
});

test("openTuned() - tries only two threads on a machine with two cores", async () => {
  const { store } = memoryStore();
  const small = fakeOpener((threads, tokens) => tokens / threads);
  await openTuned({ open: small.start, cores: 2, store, now: small.now }, live);
  expect(small.opened).toEqual([2]);
});

test("openTuned() - opens a decoder on a GPU only once", async () => {
  const opener = fakeOpener((_threads, tokens) => 3 + tokens / 100, "cuda");
  const { store } = memoryStore();
  const { calibration } = await openTuned(
    { open: opener.start, cores: 16, store, now: opener.now },
    live,
  );
  expect(opener.opened).toEqual([16]);
  expect(calibration.budgetTokens).toBe(6144);
});

test("openTuned() - a saved calibration of the device skips the measurement", async () => {
  const saved = { fixedMs: 7, perTokenMs: 2, threads: 3, budgetTokens: 96, device: "cpu" };
  const opener = fakeOpener((_threads, tokens) => tokens);
  const { store, saves } = memoryStore(saved);
  const tuned = await openTuned({ open: opener.start, cores: 8, store, now: opener.now }, live);
  expect(tuned.calibration).toEqual(saved);
  expect(opener.opened).toEqual([3]);
  expect(opener.now()).toBe(0);
  expect(saves).toEqual([]);
});

test("openTuned() - measures again if the saved calibration is of another device", async () => {
  const saved = { fixedMs: 7, perTokenMs: 2, threads: 3, budgetTokens: 96, device: "cpu" };
  const { store } = memoryStore(saved);
  const gpu = fakeOpener((_threads, tokens) => 3 + tokens / 100, "cuda");
  const fresh = await openTuned({ open: gpu.start, cores: 8, store, now: gpu.now }, live);
  expect(fresh.calibration.fixedMs).toBeCloseTo(3);
  expect(gpu.open).toBe(1);
});

test("openTuned() - a failed measurement closes every decoder", async () => {
  const opener = fakeOpener((threads, tokens) => {
    if (threads === 4) throw new Error("out of memory");
    return tokens;
  });
  const tuning = openTuned(
    { open: opener.start, cores: 8, store: memoryStore().store, now: opener.now },
    live,
  );
  await expect(tuning).rejects.toThrow("out of memory");
  expect(opener.open).toBe(0);
});

test("openTuned() - tries all cores, half of the cores and a quarter of the cores", async () => {
  const opener = fakeOpener((threads, tokens) => 5 + threads * tokens);
  const { store } = memoryStore();
  const tuned = await openTuned({ open: opener.start, cores: 12, store, now: opener.now }, live);
  expect(opener.opened).toEqual([12, 6, 3]);
  expect(tuned.calibration.threads).toBe(3);
});

test.each([
  // With all 8 cores, a full window of 95 tokens takes 195 ms.
  [2, 4],
  [2.1, 8],
])(
  "openTuned() - compares the time of a full window: with 4 threads at %d ms a token, keeps %d threads",
  async (cost, threads) => {
    const opener = fakeOpener((count, tokens) => (count === 8 ? 100 + tokens : cost * tokens));
    const { store } = memoryStore();
    const options = { open: opener.start, cores: 8, store, now: opener.now };
    expect((await openTuned(options, live)).calibration.threads).toBe(threads);
  },
);

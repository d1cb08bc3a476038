import { expect, test } from "bun:test";
import { openTuned, type CalibrationStore, type SavedCalibration } from "./tune.ts";

const live = new AbortController().signal;

/** Opens decoders whose cost depends on their threads; counts those that are open. */
function workshop(costMs: (threads: number, tokens: number) => number, device = "cpu") {
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
        samplesPerToken: 480,
        device,
        lanes: 1,
        graphs: [],
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

function memory(saved: SavedCalibration | null = null) {
  const kept: SavedCalibration[] = [];
  const store: CalibrationStore = {
    load: async () => saved,
    save: async (calibration) => {
      kept.push(calibration);
    },
  };
  return { store, kept };
}

test("the thread count whose window is fastest is kept open, the others are closed", async () => {
  // Eight cores of which the quota gives four: more threads only wait for each other.
  const shop = workshop(
    (threads, tokens) =>
      (tokens * (threads > 4 ? 3 : 4)) / Math.min(4, threads) + (threads > 4 ? 100 : 5),
  );
  const { store, kept } = memory();
  const tuned = await openTuned({ open: shop.start, cores: 8, store, now: shop.now }, live);
  expect(tuned.calibration.threads).toBe(4);
  expect(shop.open).toBe(1);
  expect(shop.opened).toEqual([8, 4, 2]);
  expect(kept.map(({ threads, device }) => [threads, device])).toEqual([[4, "cpu"]]);
});

test("where more threads are faster, fewer are not tried further, and two cores are not searched", async () => {
  const shop = workshop((threads, tokens) => (4 * tokens) / threads);
  const { store } = memory();
  await openTuned({ open: shop.start, cores: 16, store, now: shop.now }, live);
  expect(shop.opened).toEqual([16, 8]);
  const small = workshop((threads, tokens) => tokens / threads);
  await openTuned({ open: small.start, cores: 2, store, now: small.now }, live);
  expect(small.opened).toEqual([2]);
});

test("a GPU is opened once", async () => {
  const shop = workshop((_threads, tokens) => 3 + tokens / 100, "cuda");
  const { calibration } = await openTuned(
    { open: shop.start, cores: 16, store: memory().store, now: shop.now },
    live,
  );
  expect(shop.opened).toEqual([16]);
  expect(calibration.budgetTokens).toBe(6144);
});

test("a kept calibration saves the measuring, unless the device is another one now", async () => {
  const saved = { fixedMs: 7, perTokenMs: 2, threads: 3, budgetTokens: 96, device: "cpu" };
  const shop = workshop((_threads, tokens) => tokens);
  const { store, kept } = memory(saved);
  const tuned = await openTuned({ open: shop.start, cores: 8, store, now: shop.now }, live);
  expect(tuned.calibration).toEqual(saved);
  expect(shop.opened).toEqual([3]);
  expect(shop.now()).toBe(0);
  expect(kept).toEqual([]);
  const gpu = workshop((_threads, tokens) => 3 + tokens / 100, "cuda");
  const fresh = await openTuned({ open: gpu.start, cores: 8, store, now: gpu.now }, live);
  expect(fresh.calibration.fixedMs).toBeCloseTo(3);
  expect(gpu.open).toBe(1);
});

test("a decoder that fails while it is measured is closed, as is the best one so far", async () => {
  const shop = workshop((threads, tokens) => {
    if (threads === 4) throw new Error("out of memory");
    return tokens;
  });
  const tuning = openTuned(
    { open: shop.start, cores: 8, store: memory().store, now: shop.now },
    live,
  );
  await expect(tuning).rejects.toThrow("out of memory");
  expect(shop.open).toBe(0);
});

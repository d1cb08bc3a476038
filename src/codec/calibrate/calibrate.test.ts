import { expect, test } from "bun:test";
import { calibrate } from "./calibrate.ts";
import type { Decoder } from "../decode/decoder.ts";
import { borrowing } from "../decode/decoder.fake.ts";

const START_MS = 5000;
const live = new AbortController().signal;

/** Returns a fake decoder and its clock. A run of `tokens` tokens takes `cost(tokens)` milliseconds on that clock. */
function fakeDevice(cost: (tokens: number) => number) {
  let clockMs = START_MS;
  const decoder: Decoder = {
    ...borrowing,
    samplesPerToken: 480,
    device: "cpu",
    lanes: 1,
    decode(codes) {
      clockMs += cost(codes.length * (codes[0]?.length ?? 0));
      return Promise.resolve(codes.map((row) => new Float32Array(row.length * 480)));
    },
    close: () => Promise.resolve(),
  };
  return { decoder, now: () => clockMs };
}

test("calibrate() - measures a CPU in about a second and sets a budget for runs of 200 ms", async () => {
  const { decoder, now } = fakeDevice((tokens) => 28 + 1.2 * tokens);
  const calibration = await calibrate(decoder, { threads: 2, now }, live);
  expect(calibration.fixedMs).toBeCloseTo(28);
  expect(calibration.perTokenMs).toBeCloseTo(1.2);
  expect(calibration.threads).toBe(2);
  expect(calibration.budgetTokens).toBe(143);
  expect(now() - START_MS).toBeLessThan(1300);
});

test("calibrate() - measures a fast device with the largest batches and sets the maximum budget", async () => {
  const widest = { tokens: 0 };
  const { decoder, now } = fakeDevice((tokens) => {
    widest.tokens = Math.max(widest.tokens, tokens);
    return 3 + 0.01 * tokens;
  });
  const calibration = await calibrate(decoder, { threads: 1, now }, live);
  expect(widest.tokens).toBe(64 * 95);
  expect(calibration.budgetTokens).toBe(6144);
});

test("calibrate() - the budget of a slow machine still fits a first window", async () => {
  const { decoder, now } = fakeDevice((tokens) => 100 + 20 * tokens);
  const calibration = await calibrate(decoder, { threads: 1, now }, live);
  expect(calibration.budgetTokens).toBe(64);
});

test("calibrate() - rejects when aborted", async () => {
  const { decoder, now } = fakeDevice((tokens) => tokens);
  const stopped = calibrate(decoder, { threads: 1, now }, AbortSignal.abort());
  await expect(stopped).rejects.toMatchObject({ code: "aborted" });
});

test("calibrate() - uses only the fastest run of each size", async () => {
  let runs = 0;
  const { decoder, now } = fakeDevice((tokens) => {
    runs += 1;
    // Run 8 is the first run of the fourth shape after its warm-up.
    return (28 + 1.2 * tokens) * (runs === 8 ? 2 : 1);
  });
  const calibration = await calibrate(decoder, { threads: 2, now }, live);
  expect(calibration.fixedMs).toBeCloseTo(28);
  expect(calibration.perTokenMs).toBeCloseTo(1.2);
});

test("calibrate() - ignores the first run of each size as a warm-up", async () => {
  const sizes = new Set<number>();
  const { decoder, now } = fakeDevice((tokens) => {
    const isFirst = !sizes.has(tokens);
    sizes.add(tokens);
    return (28 + 1.2 * tokens) * (isFirst ? 3 : 1);
  });
  const calibration = await calibrate(decoder, { threads: 2, now }, live);
  expect(calibration.fixedMs).toBeCloseTo(28);
  expect(calibration.perTokenMs).toBeCloseTo(1.2);
});

test.each([
  [20, [12, 25]],
  [3, [12, 25, 48]],
  [2.5, [12, 25, 48, 95]],
])(
  "calibrate() - at %d ms per token, stops before the size that would exceed one second in all",
  async (cost, sizes) => {
    const measured = new Set<number>();
    const { decoder, now } = fakeDevice((tokens) => {
      measured.add(tokens);
      return cost * tokens;
    });
    await calibrate(decoder, { threads: 1, now }, live);
    expect([...measured]).toEqual(sizes);
  },
);

test("calibrate() - decodes batches in which all rows differ", async () => {
  const device = fakeDevice((tokens) => 3 + 0.01 * tokens);
  let batches = 0;
  const decoder: Decoder = {
    ...device.decoder,
    decode(codes) {
      if (codes.length > 1) batches++;
      expect(new Set(codes.map((row) => row.join())).size).toBe(codes.length);
      return device.decoder.decode(codes);
    },
  };
  await calibrate(decoder, { threads: 1, now: device.now }, live);
  expect(batches).toBeGreaterThan(0);
});

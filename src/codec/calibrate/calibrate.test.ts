import { expect, test } from "bun:test";
import { calibrate } from "./calibrate.ts";
import type { Decoder } from "../decode/decoder.ts";

/** A decoder on a clock of its own whose runs of `tokens` take `cost(tokens)` milliseconds. */
function fakeDevice(cost: (tokens: number) => number) {
  let clockMs = 0;
  const decoder: Decoder = {
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

test("calibrate() - measures a CPU within a second, with a budget of 200 ms", async () => {
  const { decoder, now } = fakeDevice((tokens) => 28 + 1.2 * tokens);
  const signal = new AbortController().signal;
  const calibration = await calibrate(decoder, { threads: 2, now }, signal);
  expect(calibration.fixedMs).toBeCloseTo(28);
  expect(calibration.perTokenMs).toBeCloseTo(1.2);
  expect(calibration.threads).toBe(2);
  expect(calibration.budgetTokens).toBe(143);
  expect(now()).toBeLessThan(1300);
});

test("calibrate() - measures a fast device with large batches, up to the largest budget", async () => {
  const widest = { tokens: 0 };
  const { decoder, now } = fakeDevice((tokens) => {
    widest.tokens = Math.max(widest.tokens, tokens);
    return 3 + 0.01 * tokens;
  });
  const calibration = await calibrate(decoder, { threads: 1, now }, new AbortController().signal);
  expect(widest.tokens).toBe(64 * 95);
  expect(calibration.budgetTokens).toBe(6144);
});

test("calibrate() - the budget of a slow machine still fits a first window", async () => {
  const { decoder, now } = fakeDevice((tokens) => 100 + 20 * tokens);
  const calibration = await calibrate(decoder, { threads: 1, now }, new AbortController().signal);
  expect(calibration.budgetTokens).toBe(64);
});

test("calibrate() - rejects when aborted", async () => {
  const { decoder, now } = fakeDevice((tokens) => tokens);
  const stopped = calibrate(decoder, { threads: 1, now }, AbortSignal.abort());
  await expect(stopped).rejects.toMatchObject({ code: "aborted" });
});

test("calibrate() - takes the fastest run of each size", async () => {
  let runs = 0;
  const { decoder, now } = fakeDevice((tokens) => {
    runs += 1;
    // Run 8 is the second run of the fourth shape, the first after its warm-up.
    return (28 + 1.2 * tokens) * (runs === 8 ? 2 : 1);
  });
  const calibration = await calibrate(decoder, { threads: 2, now }, new AbortController().signal);
  expect(calibration.fixedMs).toBeCloseTo(28);
  expect(calibration.perTokenMs).toBeCloseTo(1.2);
});

import { expect, test } from "bun:test";
import { calibrate, fitCost } from "./calibrate.ts";
import type { Decoder } from "../decode/decoder.ts";

/** A device whose runs cost what `cost` says, on a clock of its own. */
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

test("a line with noise gives back its two terms", () => {
  const points = [12, 25, 48, 95, 380].map((tokens, i) => ({
    tokens,
    ms: (28 + 1.2 * tokens) * (1 + 0.02 * (-1) ** i),
  }));
  const { fixedMs, perTokenMs } = fitCost(points);
  expect(Math.abs(fixedMs - 28)).toBeLessThan(2);
  expect(Math.abs(perTokenMs - 1.2)).toBeLessThan(0.08);
});

test("a cost is never negative, whatever was measured", () => {
  const falling = [
    { tokens: 10, ms: 30 },
    { tokens: 100, ms: 20 },
  ];
  expect(fitCost(falling).perTokenMs).toBe(0);
  expect(fitCost(falling).fixedMs).toBeGreaterThan(0);
  const steep = [
    { tokens: 10, ms: 1 },
    { tokens: 100, ms: 200 },
  ];
  expect(fitCost(steep).fixedMs).toBe(0);
  expect(fitCost([{ tokens: 50, ms: 100 }]).perTokenMs).toBeCloseTo(2);
});

test("a CPU's cost is found within about a second, and its runs are held to a fifth of one", async () => {
  const { decoder, now } = fakeDevice((tokens) => 28 + 1.2 * tokens);
  const signal = new AbortController().signal;
  const found = await calibrate(decoder, { threads: 2, now }, signal);
  expect(found.fixedMs).toBeCloseTo(28);
  expect(found.perTokenMs).toBeCloseTo(1.2);
  expect(found.threads).toBe(2);
  expect(found.budgetTokens).toBe(143);
  expect(now()).toBeLessThan(1300);
});

test("a fast device is measured with wide batches and given a large budget", async () => {
  const widest = { tokens: 0 };
  const { decoder, now } = fakeDevice((tokens) => {
    widest.tokens = Math.max(widest.tokens, tokens);
    return 3 + 0.01 * tokens;
  });
  const found = await calibrate(decoder, { threads: 1, now }, new AbortController().signal);
  expect(widest.tokens).toBe(64 * 95);
  expect(found.budgetTokens).toBe(6144);
});

test("a machine too slow for the budget still gets room for a first window", async () => {
  const { decoder, now } = fakeDevice((tokens) => 100 + 20 * tokens);
  const found = await calibrate(decoder, { threads: 1, now }, new AbortController().signal);
  expect(found.budgetTokens).toBe(64);
});

test("calibration stops when it is aborted", async () => {
  const { decoder, now } = fakeDevice((tokens) => tokens);
  const stopped = calibrate(decoder, { threads: 1, now }, AbortSignal.abort());
  await expect(stopped).rejects.toMatchObject({ code: "aborted" });
});

test("calibrate() - a slow outlier of a size does not change the measured cost", async () => {
  let runs = 0;
  const { decoder, now } = fakeDevice((tokens) => {
    runs += 1;
    // Run 8 is the second run of the fourth shape, the first time of it that counts.
    return (28 + 1.2 * tokens) * (runs === 8 ? 2 : 1);
  });
  const found = await calibrate(decoder, { threads: 2, now }, new AbortController().signal);
  expect(found.fixedMs).toBeCloseTo(28);
  expect(found.perTokenMs).toBeCloseTo(1.2);
});

import { expect, test } from "bun:test";
import { createResampler } from "./resample.ts";

function tone(hz: number, rateHz: number, seconds = 0.5): Float32Array {
  return Float32Array.from({ length: Math.round(rateHz * seconds) }, (_, index) =>
    Math.sin((2 * Math.PI * hz * index) / rateHz),
  );
}

function convert(
  samples: Float32Array,
  rates: readonly [number, number],
  size = samples.length,
): Float32Array {
  const resampler = createResampler(...rates);
  const out: number[] = [];
  for (let at = 0; at < samples.length; at += size)
    out.push(...resampler.push(samples.slice(at, at + size)));
  out.push(...resampler.end());
  return Float32Array.from(out);
}

/** RMS in dB of `samples` (or of their difference to `other`), edges of 1,000 samples left out. */
function rmsDb(samples: Float32Array, other?: Float32Array): number {
  let sum = 0;
  for (let at = 1000; at < samples.length - 1000; at += 1)
    sum += ((samples[at] ?? 0) - (other?.[at] ?? 0)) ** 2;
  return 10 * Math.log10(sum / (samples.length - 2000));
}

const RATES = [
  [8000, 24_000],
  [16_000, 24_000],
  [22_050, 24_000],
  [44_100, 24_000],
  [48_000, 24_000],
  // More phases than rows of taps.
  [24_000, 12_345],
  [24_000, 47_999],
] as const;

test("a tone in the pass band keeps its level and its time", () => {
  for (const rates of RATES) {
    for (const share of [0.05, 0.4, 0.85]) {
      const hz = (share * Math.min(...rates)) / 2;
      const out = convert(tone(hz, rates[0]), rates);
      expect(rmsDb(out, tone(hz, rates[1]))).toBeLessThan(-80);
    }
  }
});

test("a tone above the new Nyquist frequency is at least 85 dB down", () => {
  let worstDb = -Infinity;
  for (let hz = 12_000; hz < 24_000; hz += 500)
    worstDb = Math.max(worstDb, rmsDb(convert(tone(hz, 48_000), [48_000, 24_000])));
  expect(worstDb).toBeLessThan(-85 - 3);
});

test("the images of a tone are at least 85 dB down", () => {
  // The image of 7 kHz at 16 kHz is at 9 kHz; the difference to the tone holds it.
  for (const hz of [1000, 5000, 7000]) {
    const out = convert(tone(hz, 16_000), [16_000, 24_000]);
    expect(rmsDb(out, tone(hz, 24_000))).toBeLessThan(-85);
  }
});

test("n samples become round(n · to / from) samples, the same for any chunks", () => {
  for (const rates of RATES) {
    const input = tone(440, rates[0], 0.1);
    const oneChunk = convert(input, rates);
    expect(oneChunk.length).toBe(Math.round((input.length * rates[1]) / rates[0]));
    for (const size of [1, 7, 480, 1001]) expect(convert(input, rates, size)).toEqual(oneChunk);
  }
});

test("the end of a stream sounds as if silence followed, to its last sample", () => {
  for (const rates of RATES) {
    // 99.9 ms: the tone ends at full level, not at a zero.
    const input = tone(1000, rates[0], 0.0999).map((sample) => sample + 0.5);
    const followed = new Float32Array(2 * input.length);
    followed.set(input);
    const out = convert(input, rates);
    expect(out).toHaveLength(Math.round((input.length * rates[1]) / rates[0]));
    expect(out).toEqual(convert(followed, rates).slice(0, out.length));
    expect(Math.max(...out.slice(-20))).toBeGreaterThan(0.3);
  }
});

test("an empty stream stays empty, and equal rates return the input", () => {
  expect(convert(new Float32Array(0), [16_000, 24_000], 1)).toHaveLength(0);
  const input = tone(440, 24_000, 0.01);
  expect(convert(input, [24_000, 24_000])).toEqual(input);
});

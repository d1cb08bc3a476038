import { expect, test } from "bun:test";
import { random } from "../../fixtures/random.ts";
import { voiceLike } from "../../fixtures/sound.ts";
import { createLimiter } from "./limit.ts";
import { joined } from "./pcm.ts";

const CEILING = 0.891_251;

function limited(
  samples: Float32Array,
  gain: number,
  size = (): number => samples.length,
): Float32Array {
  const limiter = createLimiter(gain);
  const out: Float32Array[] = [];
  for (let at = 0; at < samples.length;) {
    const end = at + size();
    out.push(limiter.push(samples.slice(at, end)));
    at = end;
  }
  out.push(limiter.end());
  return joined(out);
}

function peak(samples: Float32Array): number {
  return samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
}

test("without a peak above −1 dBFS the samples are gain times the input, exactly", () => {
  const input = voiceLike(9000).map((sample) => sample / 2);
  expect(limited(input, 1)).toEqual(input);
  expect(limited(input, 1.5)).toEqual(input.map((sample) => sample * 1.5));
});

test("no sample passes −1 dBFS, and the number of samples stays", () => {
  const next = random(1);
  const clicks = Float32Array.from({ length: 5000 }, () => (next(40) === 0 ? next(9) - 4 : 0.01));
  const square = Float32Array.from({ length: 5000 }, (_, at) => (at % 200 < 100 ? 3 : -3));
  for (const input of [voiceLike(9000), clicks, square, Float32Array.of(9), new Float32Array(0)]) {
    const out = limited(input, 4);
    expect(out).toHaveLength(input.length);
    expect(peak(out)).toBeLessThanOrEqual(CEILING);
  }
});

test("a peak keeps its time and its level below the ceiling; what is far from it is not touched", () => {
  const input = new Float32Array(24_000).fill(0.1);
  input[6000] = -2;
  const out = limited(input, 1);
  expect(out.indexOf(Math.min(...out))).toBe(6000);
  expect(out[6000]).toBeCloseTo(-CEILING, 4);
  expect(out.subarray(0, 5880)).toEqual(input.subarray(0, 5880));
  expect(out[6000 + 1440]).toBeGreaterThan(0.07);
  expect(out.subarray(23_000)).toEqual(input.subarray(23_000));
});

test("the gain sinks in 5 ms and returns slower, without a jump", () => {
  const input = new Float32Array(12_000).fill(0.1);
  input[6000] = 3;
  const out = limited(input, 1);
  out[6000] = 0.1 * (CEILING / 3);
  for (let at = 1; at < out.length; at += 1)
    expect(Math.abs(out[at]! - out[at - 1]!)).toBeLessThan(0.1 / 120);
});

test("the samples are the same for all chunk sizes, and 5 ms are held back", () => {
  const input = voiceLike(6000);
  const oneChunk = limited(input, 3);
  const next = random(2);
  for (const size of [() => 1, () => 50, () => 1 + next(700)])
    expect(limited(input, 3, size)).toEqual(oneChunk);
  const limiter = createLimiter(3);
  expect(limiter.push(input)).toHaveLength(input.length - 120);
});

import { describe, expect, test } from "bun:test";
import { random } from "../../fixtures/random.ts";
import { voiceLike } from "../../fixtures/sound.ts";
import { joined } from "./pcm.ts";
import { createStretcher } from "./stretch.ts";

const SPEEDS = [0.25, 0.5, 0.8, 0.97, 1.25, 2, 4];

function tone(hz: number, samples: number): Float32Array {
  return Float32Array.from(
    { length: samples },
    (_, at) => 0.5 * Math.sin((2 * Math.PI * hz * at) / 24_000),
  );
}

function noise(samples: number): Float32Array {
  const next = random(1);
  return Float32Array.from({ length: samples }, () => next(2 ** 31) / 2 ** 31 - 0.5);
}

/** All of `samples` at `speed`, pushed in chunks of the sizes that `size` returns. */
function stretched(
  samples: Float32Array,
  speed: number,
  size = (): number => samples.length,
): Float32Array {
  const stretcher = createStretcher(speed);
  const out: Float32Array[] = [];
  for (let at = 0; at < samples.length;) {
    const end = at + size();
    out.push(stretcher.push(samples.slice(at, end)));
    at = end;
  }
  out.push(stretcher.end());
  return joined(out);
}

/** Frequency from the time between the first and the last rise through 0. */
function hertz(samples: Float32Array): number {
  const rises: number[] = [];
  for (let at = 1; at < samples.length; at += 1) {
    const [previous, current] = [samples[at - 1] ?? 0, samples[at] ?? 0];
    if (previous < 0 && current >= 0) rises.push(at - current / (current - previous));
  }
  return (24_000 * (rises.length - 1)) / ((rises.at(-1) ?? 0) - (rises[0] ?? 0));
}

function rmsDb(samples: Float32Array): number {
  return 10 * Math.log10(samples.reduce((sum, sample) => sum + sample ** 2, 0) / samples.length);
}

function largestJump(samples: Float32Array): number {
  return samples.reduce(
    (most, sample, at) => Math.max(most, Math.abs(sample - (samples[at - 1] ?? sample))),
    0,
  );
}

describe.each(SPEEDS)("at speed %d", (speed) => {
  test("n samples become round(n / speed) samples that end with the last input sample", () => {
    const next = random(7);
    for (let turn = 0; turn < 40; turn += 1) {
      const input = voiceLike(next(12_000));
      const out = stretched(input, speed);
      expect(out).toHaveLength(Math.round(input.length / speed));
      if (input.length > 600 * Math.max(1, speed))
        expect(out.at(-1)).toBeCloseTo(input.at(-1) ?? 0, 3);
    }
  });

  test("the samples are the same for all chunk sizes", () => {
    const input = voiceLike(8000);
    const oneChunk = stretched(input, speed);
    const next = random(3);
    for (const size of [() => 1, () => 480, () => next(700), () => next(9000)])
      expect(stretched(input, speed, size)).toEqual(oneChunk);
  });

  test("a tone keeps its pitch within 1 %", () => {
    for (const hz of [80, 200, 440, 1000])
      expect(Math.abs(hertz(stretched(tone(hz, 24_000), speed)) / hz - 1)).toBeLessThan(0.01);
  });

  test("a tone, a voice and noise keep their loudness within 1 dB, without clicks", () => {
    for (const input of [tone(200, 24_000), voiceLike(24_000), noise(24_000)]) {
      const out = stretched(input, speed);
      expect(Math.abs(rmsDb(out) - rmsDb(input))).toBeLessThan(1);
      // A crossfade between uncorrelated sounds may raise a jump by √2.
      expect(largestJump(out)).toBeLessThan(1.42 * largestJump(input));
    }
  });

  test("an onset at t is moved to t / speed, within one segment", () => {
    // Slow output repeats a segment: 288 samples of input, up to 192 away from its due position, may hold the onset.
    const limit = speed > 0.6 ? 288 : (288 + 192) / speed;
    for (const onset of [4800, 9600, 17_000]) {
      const input = new Float32Array(24_000);
      input.set(tone(200, input.length - onset), onset);
      const out = stretched(input, speed);
      const moved = out.findIndex((sample) => Math.abs(sample) > 0.01);
      expect(Math.abs(moved - onset / speed)).toBeLessThanOrEqual(limit);
    }
  });

  test("at most 36 ms are buffered, counted in the input or the output, whichever is shorter", () => {
    const stretcher = createStretcher(speed);
    const input = voiceLike(24_000);
    let out = 0;
    for (let at = 0; at < input.length; at += 240) {
      out += stretcher.push(input.subarray(at, at + 240)).length;
      const waiting = (at + 240) / speed - out;
      expect(waiting * Math.min(1, speed)).toBeLessThanOrEqual(36 * 24);
    }
  });
});

test("speed 1 returns the input chunk itself", () => {
  const input = voiceLike(5000);
  const stretcher = createStretcher(1);
  expect(stretcher.push(input)).toBe(input);
  expect(stretcher.end()).toHaveLength(0);
});

test("silence stays silent, and sound after it keeps its loudness", () => {
  const input = new Float32Array(24_000);
  input.set(tone(200, 12_000), 12_000);
  const out = stretched(input, 2);
  expect(rmsDb(out.subarray(0, 5000))).toBe(-Infinity);
  expect(rmsDb(out.subarray(7000))).toBeCloseTo(rmsDb(input.subarray(14_000)), 0);
});

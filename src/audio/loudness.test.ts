import { expect, test } from "bun:test";
import { loudness } from "./loudness.ts";
import { joined } from "./pcm.ts";

function sine(hz: number, db: number, seconds: number, rateHz = 48_000): Float32Array {
  return Float32Array.from(
    { length: seconds * rateHz },
    (_, at) => 10 ** (db / 20) * Math.sin((2 * Math.PI * hz * at) / rateHz),
  );
}

/** Denominators of the two filters at 48 kHz: BS.1770-5, annex 1, tables 1 and 2. */
const SHELF = [1, -1.69065929318241, 0.73248077421585];
const PASS = [1, -1.99004745483398, 0.99007225036621];

/** Response of b(z)/a(z) at a frequency, dB. */
function responseDb(b: readonly number[], a: readonly number[], hz: number): number {
  const power = (taps: readonly number[]): number => {
    const angle = (2 * Math.PI * hz) / 48_000;
    const re = taps.reduce((sum, tap, at) => sum + tap * Math.cos(at * angle), 0);
    const im = taps.reduce((sum, tap, at) => sum + tap * Math.sin(at * angle), 0);
    return re ** 2 + im ** 2;
  };
  return 10 * Math.log10(power(b) / power(a));
}

test("a sine of 997 Hz at full scale is −3.01 LUFS at every rate", () => {
  for (const rateHz of [16_000, 24_000, 48_000])
    expect(loudness(sine(997, 0, 5, rateHz), rateHz)).toBeCloseTo(-3.01, 1);
});

test("loudness follows the level, by the decibel", () => {
  expect(loudness(sine(997, -20, 5), 48_000)).toBeCloseTo(-23.01, 1);
});

test("the weighting has the response of the standard's coefficients", () => {
  for (const hz of [20, 38, 100, 500, 2000, 5000, 10_000]) {
    const shelf = responseDb([1.53512485958697, -2.69169618940638, 1.19839281085285], SHELF, hz);
    const pass = responseDb([1, -2, 1], PASS, hz);
    expect(loudness(sine(hz, 0, 5), 48_000)).toBeCloseTo(shelf + pass - 0.691 - 3.01, 1);
  }
});

test("pauses don't count: neither silence nor what is 10 LU below the rest", () => {
  const tone = sine(997, -20, 10);
  const quiet = joined([sine(997, -75, 10), tone, sine(997, -45, 10)]);
  expect(loudness(quiet, 48_000)).toBeCloseTo(loudness(tone, 48_000), 0);
});

test("levels that are less than 10 LU apart are averaged by power, as in the standard's test signals", () => {
  // EBU Tech 3341, case 3: −36, −23 and −36 dBFS for 10, 60 and 10 s are −23 LUFS in stereo, 3.01 less in mono.
  const parts = joined([sine(1000, -36, 10), sine(1000, -23, 60), sine(1000, -36, 10)]);
  expect(loudness(parts, 48_000)).toBeCloseTo(-26.01, 1);
});

test("a sound shorter than a block has a loudness, silence and nothing have none", () => {
  expect(loudness(sine(997, -6, 0.2), 48_000)).toBeCloseTo(-9, 0);
  expect(loudness(new Float32Array(48_000), 48_000)).toBe(-Infinity);
  expect(loudness(new Float32Array(0), 48_000)).toBe(-Infinity);
});

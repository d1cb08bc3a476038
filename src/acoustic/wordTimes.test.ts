import { expect, test } from "bun:test";
import { createWordTimer, type SampleRange } from "./wordTimes.ts";

/** Two words, from ids 1 and 3 of five ids that begin at these samples. */
const BOUNDARIES = Float64Array.of(0, 6000, 9000, 12_000, 18_000, 24_000);
const WORDS = [
  { word: 0, from: 1, to: 3 },
  { word: 2, from: 3, to: 4 },
];

/** Sound of 1 s that is loud in the ranges only. */
function soundIn(...ranges: readonly (readonly [number, number])[]): Float32Array {
  const sound = new Float32Array(24_000);
  for (const [from, to] of ranges) sound.fill(0.1, from, to);
  return sound;
}

const RUN = { boundaries: BOUNDARIES, reached: 1 };

function timesIn(sound: Float32Array, block = 1000, run = RUN): SampleRange[] {
  const timer = createWordTimer(WORDS, run);
  const times: SampleRange[] = [];
  for (let at = 0; at < sound.length; at += block)
    times.push(...timer.push(sound.subarray(at, at + block)));
  return [...times, ...timer.end()];
}

test("in sound without silence a word begins and ends 75 ms before its ids", () => {
  expect(timesIn(soundIn([0, 24_000]))).toEqual([
    { word: 0, from: 4200, to: 10_200 },
    { word: 2, from: 10_200, to: 16_200 },
  ]);
});

test("the 75 ms grow as the model speaks slower", () => {
  expect(timesIn(soundIn([0, 24_000]), 1000, { ...RUN, reached: 0.75 })).toEqual([
    { word: 0, from: 3600, to: 9600 },
    { word: 2, from: 9600, to: 15_600 },
  ]);
});

test("silence moves the beginning on, at most to the id, and the end back", () => {
  expect(timesIn(soundIn([4800, 8400], [13_200, 15_600]))).toEqual([
    { word: 0, from: 4800, to: 8400 },
    { word: 2, from: 12_000, to: 15_600 },
  ]);
});

test("silence that is too short for a pause belongs to the word that begins", () => {
  const [first, second] = timesIn(soundIn([0, 10_000], [11_400, 24_000]));
  expect(first!.to).toBe(10_080);
  expect(second!.from).toBe(10_080);
});

test("a word in silence has no length", () => {
  expect(timesIn(soundIn([0, 9000]))).toEqual([
    { word: 0, from: 4200, to: 9000 },
    { word: 2, from: 12_000, to: 12_000 },
  ]);
});

test("the times are the same for any blocks", () => {
  const sound = soundIn([4900, 8500], [13_300, 15_700]);
  const whole = timesIn(sound, sound.length);
  for (const block of [1, 77, 120, 5000]) expect(timesIn(sound, block)).toEqual(whole);
});

test("a word is known as soon as the sound has reached its end", () => {
  const timer = createWordTimer(WORDS, RUN);
  const sound = soundIn([0, 24_000]);
  expect(timer.push(sound.subarray(0, 9600))).toEqual([]);
  expect(timer.push(sound.subarray(9600, 10_800))).toHaveLength(1);
  expect(timer.end()).toHaveLength(1);
  expect(timer.end()).toEqual([]);
});

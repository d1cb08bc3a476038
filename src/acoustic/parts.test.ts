import { expect, test } from "bun:test";
import { joined } from "../audio/pcm.ts";
import type { SpokenPart } from "../lanes/speak.ts";
import { partsOf } from "./parts.ts";

const HZ = 24_000;
/** 3 s of a tone between 0.25 s of silence on both sides; the ids of two words begin at 0.25 and 2 s. */
const SOUND = Float32Array.from({ length: 3.5 * HZ }, (_, at) =>
  at < 0.25 * HZ || at >= 3.25 * HZ ? 0 : 0.2 * Math.sin((2 * Math.PI * 200 * at) / HZ),
);
const WORDS = [
  { word: 0, from: 1, to: 2 },
  { word: 1, from: 2, to: 3 },
];
const BOUNDARIES = Float64Array.of(0, 0.25 * HZ, 2 * HZ, 3.25 * HZ, 3.5 * HZ);
const FINISH = { words: WORDS, boundaries: BOUNDARIES, reached: 1, speed: 1, gain: 2 };

function* blocks(size: number): Generator<Float32Array> {
  for (let at = 0; at < SOUND.length; at += size) yield SOUND.subarray(at, at + size);
}

function samplesOf(parts: readonly SpokenPart[]): Float32Array {
  return joined(parts.map(({ samples }) => samples));
}

test("partsOf() - the edges are trimmed and the level is raised", () => {
  const samples = samplesOf(Array.from(partsOf(blocks(1200), FINISH)));
  expect(samples.length / HZ).toBeCloseTo(3.08, 2);
  expect(Math.max(...samples.slice(HZ, 2 * HZ))).toBeCloseTo(0.4, 2);
});

test("partsOf() - times count from the first sample that is left, and each comes once", () => {
  const times = Array.from(partsOf(blocks(1200), FINISH)).flatMap((part) => part.times);
  expect(times).toEqual([
    { word: 0, fromS: expect.closeTo(0.03, 2), toS: expect.closeTo(1.705, 2) },
    { word: 1, fromS: expect.closeTo(1.705, 2), toS: expect.closeTo(2.955, 2) },
  ]);
});

test("partsOf() - speed shortens the sound and its times alike", () => {
  const parts = Array.from(partsOf(blocks(1200), { ...FINISH, speed: 1.5 }));
  expect(samplesOf(parts).length / HZ).toBeCloseTo(3.08 / 1.5, 2);
  expect(parts.flatMap((part) => part.times)[1]!.fromS).toBeCloseTo(1.705 / 1.5, 2);
});

test("partsOf() - sound that the model has made faster is stretched only by the rest", () => {
  const parts = Array.from(partsOf(blocks(1200), { ...FINISH, reached: 1.2, speed: 1.5 }));
  expect(samplesOf(parts).length / HZ).toBeCloseTo((3.08 * 1.2) / 1.5, 2);
});

test("partsOf() - a change of speed that is not heard leaves the samples as they are", () => {
  const as = samplesOf(Array.from(partsOf(blocks(1200), FINISH)));
  const changed = Array.from(partsOf(blocks(1200), { ...FINISH, speed: 1.02 }));
  expect(samplesOf(changed)).toEqual(as);
});

test("partsOf() - the first part comes after little sound, and later parts are longer", () => {
  const lengths = Array.from(partsOf(blocks(1200), FINISH), ({ samples }) => samples.length / HZ);
  expect(lengths[0]).toBeWithin(0.15, 0.21);
  expect(lengths[1]).toBeGreaterThanOrEqual(0.3);
  expect(Math.max(...lengths)).toBeLessThan(1.1);
});

test("partsOf() - samples and times are the same for any blocks", () => {
  const whole = Array.from(partsOf(blocks(SOUND.length), FINISH));
  const cut = Array.from(partsOf(blocks(777), FINISH));
  expect(samplesOf(cut)).toEqual(samplesOf(whole));
  expect(cut.flatMap(({ times }) => times)).toEqual(whole.flatMap(({ times }) => times));
});

test("partsOf() - silence gives no part", () => {
  expect(Array.from(partsOf([new Float32Array(HZ)], FINISH))).toEqual([]);
});

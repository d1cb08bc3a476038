import { expect, test } from "bun:test";
import { expectedAudio } from "../../../fixtures/makeDecoder.ts";
import { random } from "../../../fixtures/random.ts";
import { codesOf, steps } from "../decode/decoder.fake.ts";
import { SAMPLES_PER_TOKEN } from "../codes.ts";
import { CROSSFADE_MS, createStitcher } from "./stitch.ts";
import type { Cut } from "../schedule/windows.ts";

/** Number of samples in 12 ms. */
const FADE = 288;

/**
 * Returns cuts of `count` tokens with random hops. With `context`, each border has at least one token on both sides.
 */
function cutsOf(count: number, seed: number, context: boolean): Cut[] {
  const next = random(seed);
  const cuts: Cut[] = [];
  for (let position = 0; position < count;) {
    const hop = Math.min(count - position, 1 + next(20));
    const before = context ? Math.min(position, 1 + next(12)) : 0;
    const after = context ? Math.min(count - position - hop, 1 + next(10)) : 0;
    cuts.push({ position, before, hop, after });
    position += hop;
  }
  return cuts;
}

function joined(audio: Float32Array, cuts: readonly Cut[], crossfadeMs: number): number[] {
  const stitcher = createStitcher(crossfadeMs);
  return cuts.flatMap(({ position, before, hop, after }) => {
    const [from, to] = [position - before, position + hop + after];
    const decoded = audio.slice(from * SAMPLES_PER_TOKEN, to * SAMPLES_PER_TOKEN);
    return [...stitcher.push(decoded, { position, before, hop, after })];
  });
}

test("push() - joins windows of equal audio without changing a bit, for any cuts and crossfade", () => {
  for (let seed = 0; seed < 40; seed += 1) {
    const audio = expectedAudio(codesOf(1 + random(seed)(80), seed));
    const count = audio.length / SAMPLES_PER_TOKEN;
    for (const context of [true, false]) {
      const crossfadeMs = [0, 0.01, 5, CROSSFADE_MS, 19][seed % 5] ?? 0;
      expect(joined(audio, cutsOf(count, seed, context), crossfadeMs)).toEqual([...audio]);
    }
  }
});

test("push() - blends windows of different audio by a raised cosine before the border", () => {
  const stitcher = createStitcher(CROSSFADE_MS);
  const first = stitcher.push(new Float32Array(5 * SAMPLES_PER_TOKEN).fill(1), {
    position: 0,
    before: 0,
    hop: 4,
    after: 1,
  });
  expect(first.length).toBe(4 * SAMPLES_PER_TOKEN - FADE);
  const second = stitcher.push(new Float32Array(4 * SAMPLES_PER_TOKEN).fill(-1), {
    position: 4,
    before: 2,
    hop: 2,
    after: 0,
  });
  expect(second.length).toBe(2 * SAMPLES_PER_TOKEN + FADE);
  for (let i = 0; i < FADE; i += 1) {
    expect(second[i]).toBeCloseTo(Math.cos((Math.PI * (i + 0.5)) / FADE), 6);
  }
  expect(second.subarray(FADE).every((sample) => sample === -1)).toBe(true);
});

test("push() - joins windows without context at the border without a crossfade", () => {
  const stitcher = createStitcher(CROSSFADE_MS);
  const cut = { before: 0, hop: 2, after: 0 };
  expect(stitcher.push(steps([100, 100]), { position: 0, ...cut })).toEqual(steps([100, 100]));
  expect(stitcher.push(steps([9, 9]), { position: 2, ...cut })).toEqual(steps([9, 9]));
});

test("push() - throws the expected and the actual length if audio has a wrong length", () => {
  const stitcher = createStitcher(CROSSFADE_MS);
  const cut = { position: 0, before: 0, hop: 3, after: 0 };
  const push = () => stitcher.push(new Float32Array(1439), cut);
  expect(push).toThrow(/1440 samples for 3 codes, got 1439/);
});

import { expect, test } from "bun:test";
import { random } from "../../../../fixtures/random.ts";
import { joined } from "../../../audio/pcm.ts";
import type { ModelOutputs } from "./spectra.ts";
import { createVocoder } from "./vocoder.ts";

const BINS = 601;
/** The logarithm of a gain that is nothing. */
const NOTHING = -100;
/** The pulses' transform is divided by 300, so this gain of all harmonics returns the pulses themselves. */
const AS_PULSES = Math.log(300);

type Parts = Partial<Record<Exclude<keyof ModelOutputs, "f0">, number>>;

/** Outputs that are equal at all bins and frames. */
function outputs(f0: readonly number[], parts: Parts): ModelOutputs {
  const filled = (value: number): Float32Array => new Float32Array(BINS * f0.length).fill(value);
  const { lh = NOTHING, theta = 0, ln = NOTHING, lr = NOTHING, phi = 0 } = parts;
  return {
    lh: filled(lh),
    theta: filled(theta),
    ln: filled(ln),
    lr: filled(lr),
    phi: filled(phi),
    f0: Float32Array.from(f0),
  };
}

/** Outputs in the range of the model's, different at each bin and frame; partly unvoiced. */
function lively(frames: number): ModelOutputs {
  const next = random(frames);
  const drawn = (least: number, most: number): Float32Array =>
    Float32Array.from(
      { length: BINS * frames },
      () => least + ((most - least) * next(2 ** 20)) / 2 ** 20,
    );
  return {
    lh: drawn(-9, 5),
    theta: drawn(-3, 3),
    ln: drawn(-12, 0),
    lr: drawn(-9, 1),
    phi: drawn(-8, 8),
    f0: Float32Array.from({ length: frames }, (_, at) => (at % 30 < 20 ? 150 + 3 * at : -1)),
  };
}

function whole(from: ModelOutputs, seed = 0): Float32Array {
  return createVocoder(from, seed).render(from.f0.length);
}

/** The pulses by their definition: cosines of all harmonics below 11 kHz. */
function pulses(f0: readonly number[]): Float64Array {
  let phase = 0;
  return Float64Array.from({ length: f0.length * 300 }, (_, sample) => {
    const place = Math.min(Math.max((sample + 0.5) / 300 - 0.5, 0), f0.length - 1);
    const [left, right] = [f0[Math.floor(place)]!, f0[Math.ceil(place)]!];
    const hz = left + (right - left) * (place % 1);
    phase += (2 * Math.PI * Math.max(hz, 40)) / 24_000;
    const harmonics = hz > 40 ? Math.floor(11_000 / hz) : 0;
    let sum = 0;
    for (let harmonic = 1; harmonic <= harmonics; harmonic += 1) sum += Math.cos(harmonic * phase);
    return sum;
  });
}

/** A pitch of `hz` for a number of frames. */
function steady(frames: number, hz: number): number[] {
  return Array.from({ length: frames }, () => hz);
}

/** Power of `expected` over that of its difference to `samples`, dB. */
function likenessDb(expected: Float64Array, samples: Float32Array): number {
  expect(samples).toHaveLength(expected.length);
  const error = expected.reduce((sum, value, at) => sum + (value - samples[at]!) ** 2, 0);
  return 10 * Math.log10(expected.reduce((sum, value) => sum + value ** 2, 0) / error);
}

function rms(samples: Float32Array): number {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample ** 2, 0) / samples.length);
}

test("through a flat filter the pulses come out, edges included", () => {
  const glide = Array.from({ length: 40 }, (_, at) => 120.125 + 2.3125 * at);
  expect(likenessDb(pulses(glide), whole(outputs(glide, { lh: AS_PULSES })))).toBeGreaterThan(80);
});

test("unvoiced frames have no pulses, while the phase runs on", () => {
  const f0 = Array.from({ length: 40 }, (_, at) => (at > 8 && at < 25 ? -2 : 200));
  expect(likenessDb(pulses(f0), whole(outputs(f0, { lh: AS_PULSES })))).toBeGreaterThan(80);
  expect(rms(whole(outputs(steady(40, 0), { lh: AS_PULSES })))).toBeLessThan(1e-9);
});

test("the harmonic part is turned by π·tanh(theta)", () => {
  const f0 = steady(40, 160);
  // A turn by half a circle inverts the sound.
  const turned = whole(outputs(f0, { lh: AS_PULSES, theta: 20 }));
  expect(
    likenessDb(
      pulses(f0).map((sample) => -sample),
      turned,
    ),
  ).toBeGreaterThan(80);
  // Turns by π/3 and −π/3 add up to the sound itself.
  const theta = Math.atanh(1 / 3);
  const [early, late] = [theta, -theta].map((turn) =>
    whole(outputs(f0, { lh: AS_PULSES, theta: turn })),
  );
  const both = early!.map((sample, at) => sample + late![at]!);
  expect(likenessDb(pulses(f0), both)).toBeGreaterThan(80);
});

test("the free part is a wave of its amplitude and phase", () => {
  const from = outputs(steady(40, 0), {});
  // Bin 52 is 1040 Hz; a hop of 300 samples is 13 of its periods, so all windows agree.
  from.lr.fill(Math.log(900), 52 * 40, 53 * 40);
  from.phi.fill(7, 52 * 40, 53 * 40);
  const expected = Float64Array.from(
    { length: 12_000 },
    (_, at) => (900 / 600) * Math.cos((2 * Math.PI * 52 * at) / 1200 + 7),
  );
  // Four windows add up to 2, their squares to 1.5; at the edges windows are missing.
  const inner = whole(from).slice(900, -900);
  expect(
    likenessDb(
      expected.slice(900, -900).map((value) => (value * 2) / 1.5),
      inner,
    ),
  ).toBeGreaterThan(80);
});

test("noise has the power that its amplitude says", () => {
  const samples = whole(outputs(steady(80, 0), { ln: Math.log(10) }));
  // Of each bin both parts have the variance 10²: 600 bins, the factor 2/1200, and windows whose squares add up to 1.5.
  const expected = (10 * (2 / 1200) * Math.sqrt(600)) / Math.sqrt(1.5);
  expect(rms(samples) / expected).toBeCloseTo(1, 1);
});

test("amplitudes end at e^7", () => {
  const f0 = steady(10, 200);
  expect(whole(outputs(f0, { lh: 50, ln: 50, lr: 50 }))).toEqual(
    whole(outputs(f0, { lh: 7, ln: 7, lr: 7 })),
  );
});

test("blocks of any sizes have the samples of the whole", () => {
  const from = lively(70);
  const expected = whole(from);
  const next = random(3);
  for (const size of [() => 1, () => 3, () => 16, () => 1 + next(40)]) {
    const vocoder = createVocoder(from, 0);
    const blocks: Float32Array[] = [];
    for (let block = vocoder.render(size()); block.length > 0; block = vocoder.render(size()))
      blocks.push(block);
    expect(joined(blocks)).toEqual(Float32Array.from(expected));
  }
});

test("the seed decides the noise and nothing else", () => {
  const from = lively(30);
  expect(whole(from, 5)).toEqual(whole(from, 5));
  expect(whole(from, 5)).not.toEqual(whole(from, 6));
  const quiet = { ...from, ln: from.ln.map(() => NOTHING) };
  expect(whole(quiet, 5)).toEqual(whole(quiet, 6));
});

test("an utterance of one to three frames is finite sound", () => {
  for (const frames of [0, 1, 2, 3]) {
    const samples = whole(lively(frames));
    expect(samples).toHaveLength(300 * frames);
    expect(samples.every(Number.isFinite)).toBe(true);
  }
});

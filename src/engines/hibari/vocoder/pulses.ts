import { sine } from "./waves.ts";

/** Samples from one frame to the next. */
export const HOP_SAMPLES = 300;
const SAMPLE_RATE_HZ = 24_000;
/** Pitch below this is unvoiced; the phase runs on at this pitch. */
const VOICED_HZ = 40;
/** The highest harmonic of a pulse. */
const TOP_HZ = 11_000;
/** Below this the quotient of sines is replaced by its limit. */
const NEAR_PULSE = 0.002;

/** The excitation of the voice: a train of pulses that is made as far as it is needed. */
export interface Pulses {
  /** All samples of the utterance, 0 where not made yet. */
  readonly samples: Float64Array;
  /** For each frame's HOP_SAMPLES: 1 if they are made and at least one of them is voiced. */
  readonly voiced: Uint8Array;
  /** Makes the samples of all frames below `frame`. */
  makeUntil(frame: number): void;
}

/**
 * Creates the pulses of a pitch curve `f0` (Hz, one value a frame, in the middle of the frame's samples; interpolated
 * linearly). A voiced sample is the sum of the cosines of all harmonics below TOP_HZ, each of amplitude 1; an unvoiced
 * one is 0.
 */
export function createPulses(f0: Float32Array): Pulses {
  const samples = new Float64Array(f0.length * HOP_SAMPLES);
  const voiced = new Uint8Array(f0.length);
  let made = 0;
  /** Phase of the fundamental, turns. */
  let phase = 0;

  function makeFrame(frame: number): void {
    const own = f0[frame]!;
    const before = f0[frame - 1] ?? own;
    const after = f0[frame + 1] ?? own;
    for (let at = 0; at < HOP_SAMPLES; at += 1) {
      const distance = (at + 0.5) / HOP_SAMPLES - 0.5;
      const hz = distance < 0 ? own + (own - before) * distance : own + (after - own) * distance;
      phase += (hz > VOICED_HZ ? hz : VOICED_HZ) / SAMPLE_RATE_HZ;
      phase -= Math.floor(phase);
      if (!(hz > VOICED_HZ)) continue;
      voiced[frame] = 1;
      samples[frame * HOP_SAMPLES + at] = pulse(phase, Math.floor(TOP_HZ / hz));
    }
  }

  return {
    samples,
    voiced,
    makeUntil(frame) {
      for (; made < Math.min(frame, f0.length); made += 1) makeFrame(made);
    },
  };
}

/** Returns Σ cos(2π·h·phase) for h = 1 … harmonics, by its closed form. */
function pulse(phase: number, harmonics: number): number {
  const twice = 2 * sine(phase / 2);
  if (twice <= NEAR_PULSE) return harmonics;
  return sine((harmonics + 0.5) * phase) / twice - 0.5;
}

import { createRealFft } from "../../../audio/fourier/fft.ts";
import { createPlaces, NORMALS, NORMALS_MASK } from "./noise.ts";
import { createPulses, HOP_SAMPLES } from "./pulses.ts";
import { cosine, sine } from "./waves.ts";

/** The model's outputs for an utterance of F frames, 80 a second. All but f0 are [601·F], index bin·F + frame. */
export interface ModelOutputs {
  /** The harmonic part: logarithm of its gain, and its phase, π·tanh(theta). */
  readonly lh: Float32Array;
  readonly theta: Float32Array;
  /** Logarithm of the amplitude of the noise. */
  readonly ln: Float32Array;
  /** The free part: logarithm of its amplitude, and its phase, radians. */
  readonly lr: Float32Array;
  readonly phi: Float32Array;
  /** Pitch, Hz, [F]; 0 or less where unvoiced. */
  readonly f0: Float32Array;
}

/** Returns the outputs of the frames from `first` on: copies, or `outputs` itself for 0. */
export function framesFrom(outputs: ModelOutputs, first: number): ModelOutputs {
  if (first === 0) return outputs;
  const { lh, theta, ln, lr, phi, f0 } = outputs;
  const count = f0.length - first;
  const kept = (values: Float32Array): Float32Array => {
    const copy = new Float32Array(BINS * count);
    for (let bin = 0; bin < BINS; bin += 1) {
      const end = (bin + 1) * f0.length;
      copy.set(values.subarray(end - count, end), bin * count);
    }
    return copy;
  };
  return {
    lh: kept(lh),
    theta: kept(theta),
    ln: kept(ln),
    lr: kept(lr),
    phi: kept(phi),
    f0: f0.subarray(first),
  };
}

/** Samples of a frame's window. */
export const WINDOW_SAMPLES = 1200;
/** Bins of a frame's spectrum, from 0 Hz to half the sample rate. */
export const BINS = WINDOW_SAMPLES / 2 + 1;
/** Frames that are made together: one cache line of each bin-major output. */
const BATCH_FRAMES = 16;
/** Logarithms are cut here, as in training. */
const MOST = 7;

/** Periodic Hann window. */
export const HANN = Float64Array.from(
  { length: WINDOW_SAMPLES },
  (_, at) => 0.5 - 0.5 * Math.cos((2 * Math.PI * at) / WINDOW_SAMPLES),
);
/** A cosine of amplitude 1 peaks at half the sum of this window, 1, so that e^lh is the amplitude of a harmonic. */
const ANALYSIS = HANN.map((weight) => weight / (WINDOW_SAMPLES / 4));

export const FFT = createRealFft(WINDOW_SAMPLES);

/** The frames `first` … `first + count - 1` of an utterance; frame n's spectrum is at n · 2 · BINS. */
interface Batch {
  readonly first: number;
  readonly count: number;
  readonly bins: Float64Array;
  /** For each frame its place in NORMALS. */
  readonly places: Int32Array;
  /** For each frame 1 if its window has pulses. */
  readonly harmonic: Uint8Array;
}

/**
 * Creates the source of an utterance's spectra, one frame a call, in order: pulses through the harmonic part, plus
 * noise, plus the free part. The array that it returns is valid until the next call. `soon`: number of frames
 * that the next calls will ask for, which are made together.
 */
export function createSpectra(outputs: ModelOutputs, seed: number): (soon: number) => Float64Array {
  const frames = outputs.f0.length;
  const analyse = createAnalysis(outputs.f0);
  const nextPlace = createPlaces(seed);
  const bins = new Float64Array(BATCH_FRAMES * 2 * BINS);
  const places = new Int32Array(BATCH_FRAMES);
  const harmonic = new Uint8Array(BATCH_FRAMES);
  let batch: Batch = { first: 0, count: 0, bins, places, harmonic };
  let next = 0;

  function make(count: number): void {
    batch = { ...batch, first: next, count };
    for (let at = 0; at < count; at += 1) {
      places[at] = nextPlace();
      harmonic[at] = analyse(next + at, spectrum(at)) ? 1 : 0;
    }
    shape(batch, outputs);
  }
  function spectrum(at: number): Float64Array {
    return bins.subarray(at * 2 * BINS, (at + 1) * 2 * BINS);
  }

  return (soon) => {
    if (next === batch.first + batch.count)
      make(Math.min(BATCH_FRAMES, frames - next, Math.max(1, soon)));
    next += 1;
    return spectrum(next - 1 - batch.first);
  };
}

/**
 * Creates the transform of the pulses around a frame, the utterance's edges mirrored. It writes to `spectrum` and returns
 * true, or returns false if the window has no pulse.
 */
function createAnalysis(f0: Float32Array): (frame: number, spectrum: Float64Array) => boolean {
  const pulses = createPulses(f0);
  const total = pulses.samples.length;
  const windowed = new Float64Array(WINDOW_SAMPLES);

  function mirrored(sample: number): number {
    const inside = sample < 0 ? -sample : sample < total ? sample : 2 * (total - 1) - sample;
    return pulses.samples[inside] ?? 0;
  }

  return (frame, spectrum) => {
    // One hop more than the window has, because the mirror at the beginning reads sample 600.
    pulses.makeUntil(frame + 3);
    if (!pulses.voiced.subarray(Math.max(0, frame - 3), frame + 3).includes(1)) return false;
    const start = frame * HOP_SAMPLES - WINDOW_SAMPLES / 2;
    const inside = start >= 0 && start + WINDOW_SAMPLES <= total;
    for (let at = 0; at < WINDOW_SAMPLES; at += 1) {
      const sample = inside ? pulses.samples[start + at]! : mirrored(start + at);
      windowed[at] = ANALYSIS[at]! * sample;
    }
    FFT.forward(windowed, spectrum);
    return true;
  };
}

/** Turns the spectra of pulses into spectra of the voice. This loop takes half of the vocoder's time. */
function shape(batch: Batch, { lh, theta, ln, lr, phi, f0 }: ModelOutputs): void {
  const { first, count, bins, places, harmonic } = batch;
  for (let bin = 0; bin < BINS; bin += 1) {
    for (let frame = 0; frame < count; frame += 1) {
      const from = bin * f0.length + first + frame;
      const to = 2 * (frame * BINS + bin);
      const place = places[frame]! + 2 * bin;
      const noise = Math.exp(Math.min(ln[from]!, MOST));
      const free = Math.exp(Math.min(lr[from]!, MOST));
      const freeTurns = phi[from]! * (0.5 / Math.PI);
      let re = noise * NORMALS[place & NORMALS_MASK]! + free * cosine(freeTurns);
      let im = noise * NORMALS[(place + 1) & NORMALS_MASK]! + free * sine(freeTurns);
      if (harmonic[frame] === 1) {
        const gain = Math.exp(Math.min(lh[from]!, MOST));
        // tanh(x) / 2, by its definition: three times as fast as Math.tanh.
        const turns = 0.5 - 1 / (Math.exp(2 * theta[from]!) + 1);
        const gainRe = gain * cosine(turns);
        const gainIm = gain * sine(turns);
        re += gainRe * bins[to]! - gainIm * bins[to + 1]!;
        im += gainRe * bins[to + 1]! + gainIm * bins[to]!;
      }
      bins[to] = re;
      bins[to + 1] = im;
    }
  }
}

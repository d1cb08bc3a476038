import { createRealFft } from "../../audio/fourier/fft.ts";
import { CODEC_HZ } from "../codes.ts";

/** How far audio is from the audio that it should be. */
export interface Loss {
  /** Signal-to-noise ratio of the waveform, dB. */
  readonly snrDb: number;
  /**
   * Log-spectral distance, dB: the root mean square of the differences between the levels of BANDS bands, mean over all
   * frames.
   */
  readonly spectralDb: number;
}

/** The loss of a whole recording, and that of its window with the largest log-spectral distance. */
export interface RecordingLoss extends Loss {
  readonly worst: Loss & {
    /** Place of the window in the recording, from 0. */
    readonly window: number;
  };
}

/** Samples of a frame: 43 ms at 24 kHz. Frames overlap by half. */
const FRAME = 1024;
/** Bands of equal width on the mel scale, 0 … 12 kHz. */
const BANDS = 24;
/** Levels below the loudest band of the recording by more than this count as equal: nobody hears them beside it. */
const FLOOR_DB = 60;
/** The SNR of equal waveforms, dB, because infinity has no JSON. */
const EQUAL_DB = 200;

/**
 * Compares the windows of a recording with those that they should be. Both have the same windows of the same lengths, in
 * samples at 24 kHz.
 *
 * @example
 * lossOf([Float32Array.of(1, 0)], [Float32Array.of(0.9, 0)]).snrDb; // 20
 */
export function lossOf(
  wanted: readonly Float32Array[],
  got: readonly Float32Array[],
): RecordingLoss {
  const [a, b] = [wanted.map(bandLevels), got.map(bandLevels)];
  const loudest = a.reduce(
    (top, levels) => levels.reduce((x, y) => Math.max(x, y), top),
    -Infinity,
  );
  const distances = a.map((levels, window) => distancesOf(levels, b[window]!, loudest - FLOOR_DB));
  const windows = distances.map((frames, window) => ({
    window,
    snrDb: snrDb([wanted[window]!], [got[window]!]),
    spectralDb: mean(frames),
  }));
  const worst = windows.reduce((x, y) => (y.spectralDb > x.spectralDb ? y : x));
  return { snrDb: snrDb(wanted, got), spectralDb: mean(distances.flat()), worst };
}

function snrDb(wanted: readonly Float32Array[], got: readonly Float32Array[]): number {
  let [signal, noise] = [0, 0];
  for (const [window, samples] of wanted.entries())
    for (const [i, sample] of samples.entries()) {
      signal += sample ** 2;
      noise += (sample - got[window]![i]!) ** 2;
    }
  if (noise === 0) return EQUAL_DB;
  return Math.min(EQUAL_DB, Math.max(-EQUAL_DB, 10 * Math.log10(signal / noise)));
}

/** Computes the distance of each frame, dB. Levels below `floor` count as `floor`. */
function distancesOf(wanted: Float64Array, got: Float64Array, floor: number): number[] {
  const frames = wanted.length / BANDS;
  return Array.from({ length: frames }, (_, frame) => {
    let squares = 0;
    for (let i = frame * BANDS; i < (frame + 1) * BANDS; i += 1)
      squares += (Math.max(floor, wanted[i]!) - Math.max(floor, got[i]!)) ** 2;
    return Math.sqrt(squares / BANDS);
  });
}

/** Returns the levels of the bands in dB, row-major [frames, BANDS]. A band without energy is at −Infinity. */
function bandLevels(samples: Float32Array): Float64Array {
  const fft = createRealFft(FRAME);
  const frames = Math.max(1, Math.ceil((2 * samples.length) / FRAME) - 1);
  const levels = new Float64Array(frames * BANDS);
  const [framed, bins] = [new Float64Array(FRAME), new Float64Array(FRAME + 2)];
  for (let frame = 0; frame < frames; frame += 1) {
    const from = (frame * FRAME) / 2;
    for (let i = 0; i < FRAME; i += 1) framed[i] = WINDOW[i]! * (samples[from + i] ?? 0);
    fft.forward(framed, bins);
    for (let k = 0; k <= FRAME / 2; k += 1)
      levels[frame * BANDS + BAND_OF[k]!]! += bins[2 * k]! ** 2 + bins[2 * k + 1]! ** 2;
  }
  return levels.map((energy) => 10 * Math.log10(energy));
}

/** A Hann window. */
const WINDOW = Float64Array.from({ length: FRAME }, (_, i) => Math.sin((Math.PI * i) / FRAME) ** 2);
/** The band of each frequency bin. */
const BAND_OF = Uint8Array.from({ length: FRAME / 2 + 1 }, (_, k) =>
  Math.min(BANDS - 1, Math.floor((BANDS * mel((k * CODEC_HZ) / FRAME)) / mel(CODEC_HZ / 2))),
);

function mel(hz: number): number {
  return 1127 * Math.log(1 + hz / 700);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

import { frameBytes, type PcmSpan } from "../formats/pcm.ts";
import { sampleReader } from "../formats/samples.ts";

const WINDOW_MS = 5;
/** Number of consecutive loud windows that count as speech: 20 ms. */
const WINDOWS = 4;
/** RMS level from which speech is audible: −50 dBFS. */
const THRESHOLD = 10 ** (-50 / 20);

/** Finds the arrival of the first audible sample, after leading silence. */
export interface Audible {
  /** Takes the next samples, which arrived at `atMs`. */
  push(span: PcmSpan, atMs: number): void;
  /** Arrival of the first of four consecutive loud windows of 5 ms; null until all four have arrived. */
  readonly atMs: number | null;
}

/**
 * Creates the search for the first audible sample of one answer.
 *
 * @example
 * const audible = createAudible();
 * audible.push(span, 120);
 * audible.atMs; // 120 once four loud windows have arrived
 */
export function createAudible(): Audible {
  let foundMs: number | null = null;
  let energy = 0;
  let frames = 0;
  let loudMs: number[] = []; // arrivals of the current run of loud windows
  return {
    get atMs() {
      return foundMs;
    },
    push(span, atMs) {
      if (foundMs !== null) return;
      const read = sampleReader(span);
      if (read === null) return;
      const { channels, rateHz } = span.format;
      const windowFrames = Math.max(1, Math.round((rateHz * WINDOW_MS) / 1000));
      const count = span.bytes.length / frameBytes(span.format);
      for (let frame = 0; frame < count; frame++) {
        for (let channel = 0; channel < channels; channel++) {
          energy += read(frame * channels + channel) ** 2;
        }
        if (++frames < windowFrames) continue;
        const level = Math.sqrt(energy / (windowFrames * channels));
        loudMs = level >= THRESHOLD ? [...loudMs, atMs] : [];
        energy = 0;
        frames = 0;
        if (loudMs.length === WINDOWS) {
          foundMs = loudMs[0] ?? null;
          return;
        }
      }
    },
  };
}

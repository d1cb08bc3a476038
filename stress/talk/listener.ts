import type { AudioChunk } from "../formats/chunk.ts";
import { frameBytes, type PcmSpan, spanMs } from "../formats/pcm.ts";
import { sampleReader } from "../formats/samples.ts";

/** RMS from which a window is audible, full scale 1, without its DC. */
const AUDIBLE_RMS = 0.01;
const WINDOW_MS = 10;
/** Parts of a window, of 1 ms, to which the beginning of the sound is located. */
const PARTS = 10;

/**
 * A listener who plays the sound of a reply as soon as it arrives. The listener hears silence too, so a sound is heard
 * when its place in the audio is played, which can be later than its arrival.
 */
export interface Listener {
  /** Takes audio that arrived at `atMs`. */
  push(chunk: AudioChunk, atMs: number): void;
  /**
   * When the first sound is heard: the beginning of the first window of 10 ms with an RMS above 0.01, to 1 ms. Null
   * before it, and for compressed audio, which is not decoded.
   */
  readonly heardMs: number | null;
  /** When everything that has arrived is played. Null without audio. */
  readonly playedMs: number | null;
}

/**
 * Creates the listener of one reply.
 *
 * @example
 * const listener = createListener();
 * listener.push(chunk, 120); // a chunk that begins with 40 ms of silence
 * listener.heardMs; // 160
 */
export function createListener(): Listener {
  let playedMs: number | null = null;
  const onset = createOnset();
  return {
    push(chunk, atMs) {
      const startMs = Math.max(atMs, playedMs ?? atMs);
      playedMs = startMs + chunk.audioMs;
      let spanStartMs = startMs;
      for (const span of chunk.spans) {
        onset.push(span, spanStartMs);
        spanStartMs += spanMs(span);
      }
    },
    get heardMs() {
      return onset.atMs;
    },
    get playedMs() {
      return playedMs;
    },
  };
}

/** A part of a window: sums over its samples. */
interface Sums {
  startMs: number;
  count: number;
  sum: number;
  squares: number;
}

/** Finds when the first audible window of the samples is played. */
function createOnset() {
  let foundMs: number | null = null;
  let parts: Sums[] = [];
  let frames = 0;
  return {
    get atMs() {
      return foundMs;
    },
    push(span: PcmSpan, startMs: number): void {
      const read = foundMs === null ? sampleReader(span) : null;
      if (read === null) return;
      const { channels, rateHz } = span.format;
      const windowFrames = Math.max(PARTS, Math.round((rateHz * WINDOW_MS) / 1000));
      const count = span.bytes.length / frameBytes(span.format);
      for (let frame = 0; frame < count; frame++) {
        const at = Math.floor((frames * PARTS) / windowFrames);
        const part = (parts[at] ??= newSums(startMs + (frame * 1000) / rateHz));
        for (let channel = 0; channel < channels; channel++)
          add(part, read(frame * channels + channel));
        if (++frames < windowFrames) continue;
        foundMs = beginningOf(parts);
        if (foundMs !== null) return;
        [parts, frames] = [[], 0];
      }
    },
  };
}

function newSums(startMs: number): Sums {
  return { startMs, count: 0, sum: 0, squares: 0 };
}

function add(part: Sums, sample: number): void {
  part.count++;
  part.sum += sample;
  part.squares += sample * sample;
}

/** Returns when the sound of a window begins; null if the window is not audible. */
function beginningOf(parts: readonly Sums[]): number | null {
  const whole = newSums(0);
  for (const { count, sum, squares } of parts) {
    whole.count += count;
    whole.sum += sum;
    whole.squares += squares;
  }
  if (rms(whole) <= AUDIBLE_RMS) return null;
  // A low tone can rise so slowly that no part is loud by itself.
  const loud = parts.find((part) => rms(part) > AUDIBLE_RMS) ?? parts[0];
  return loud?.startMs ?? null;
}

/** Returns the root mean square without the mean. */
function rms({ count, sum, squares }: Sums): number {
  return Math.sqrt(Math.max(0, squares / count - (sum / count) ** 2));
}

import { SpeechError } from "../../errors.ts";
import { CODEC_HZ, SAMPLES_PER_TOKEN } from "../codes.ts";
import { cutLength } from "../schedule/windows.ts";
import type { Cut } from "../schedule/windows.ts";

/** Default length of the crossfade, which hides a level step at a border and fits into one token (20 ms). */
export const CROSSFADE_MS = 12;

export interface Stitcher {
  /**
   * Returns the next chunk of final audio: the window of `cut` with its context trimmed and its start crossfaded. The
   * samples of the next crossfade are kept for the next call. The chunks of an utterance add up to tokens × 480
   * samples for any cuts. The chunk is a copy, so `decoded` can be reused. Throws SpeechError "decode" if `decoded` does not have 480 samples
   * per token of `cut`.
   */
  push(decoded: Float32Array, cut: Cut): Float32Array;
}

/**
 * Joins the windows of one utterance by a crossfade of `crossfadeMs` (0 to below 20, so that the crossfade lies
 * within one token). Windows without context are joined without a crossfade.
 *
 * @example
 * const stitcher = createStitcher(CROSSFADE_MS);
 * play(stitcher.push(decoded, { position: 0, before: 0, hop: 12, after: 10 })); // 12 · 480 − 288 samples
 */
export function createStitcher(crossfadeMs: number): Stitcher {
  const fade = Math.round((CODEC_HZ * crossfadeMs) / 1000);
  /** The first `tailLength` samples are those before the border, as decoded by the previous window. */
  const tail = new Float32Array(fade);
  let tailLength = 0;
  return {
    push(decoded, cut) {
      const length = cutLength(cut) * SAMPLES_PER_TOKEN;
      if (decoded.length !== length) {
        const message = `Expected ${length} samples for ${cutLength(cut)} codes, got ${decoded.length}`;
        throw new SpeechError("decode", message);
      }
      const start = cut.before * SAMPLES_PER_TOKEN;
      const end = start + cut.hop * SAMPLES_PER_TOKEN;
      const nextTail = cut.after > 0 ? fade : 0;
      const faded = tailLength;
      const chunk = new Float32Array(end - nextTail - start + faded);
      chunk.set(decoded.subarray(start - faded, end - nextTail));
      for (let i = 0; i < faded; i++) chunk[i] = blend(tail[i]!, chunk[i]!, (i + 0.5) / faded);
      tail.set(decoded.subarray(end - nextTail, end));
      tailLength = nextTail;
      return chunk;
    },
  };
}

/** Blends two samples by a raised cosine, `at` from 0 to 1. This form leaves equal samples unchanged bit by bit. */
function blend(from: number, to: number, at: number): number {
  return from + (to - from) * (0.5 - 0.5 * Math.cos(Math.PI * at));
}

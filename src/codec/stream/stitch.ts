import { SpeechError } from "../../errors.ts";
import { CODEC_HZ, SAMPLES_PER_TOKEN } from "../codes.ts";
import { cutLength } from "../schedule/windows.ts";
import type { Cut } from "../schedule/windows.ts";

/** Long enough to hide a level step at a border, short enough to lie within one token (20 ms). */
export const CROSSFADE_MS = 12;

export interface Stitcher {
  /**
   * The audio that is final once the window of `cut` is decoded: context trimmed, the border faded. The crossfade's
   * length before a border is held back, for the next window blends into them; the whole of an utterance's chunks is
   * tokens × 480 samples, however it was cut. `decoded` is taken over. Throws SpeechError "decode" when `decoded` has another length.
   */
  push(decoded: Float32Array, cut: Cut): Float32Array;
}

/**
 * Joins the windows of one utterance by a crossfade of `crossfadeMs` (0 to below 20: it lies within one token). Two
 * windows without context between them meet hard.
 */
export function createStitcher(crossfadeMs: number): Stitcher {
  const fade = Math.round((CODEC_HZ * crossfadeMs) / 1000);
  /** The samples before the border, as the window before it made them. */
  let held: Float32Array = new Float32Array(0);
  return {
    push(decoded, cut) {
      const length = cutLength(cut) * SAMPLES_PER_TOKEN;
      if (decoded.length !== length) {
        const found = `${decoded.length} samples for ${cutLength(cut)} codes, not ${length}`;
        throw new SpeechError("decode", `the decoder gave ${found}`);
      }
      const start = cut.before * SAMPLES_PER_TOKEN;
      const end = start + cut.hop * SAMPLES_PER_TOKEN;
      const hold = cut.after > 0 ? fade : 0;
      const chunk = decoded.subarray(start - held.length, end - hold);
      for (let i = 0; i < held.length; i++)
        chunk[i] = blend(held[i]!, chunk[i]!, (i + 0.5) / held.length);
      held = decoded.slice(end - hold, end);
      return chunk;
    },
  };
}

/** Raised cosine, `at` from 0 to 1; written so that equal samples stay bit for bit what they are. */
function blend(from: number, to: number, at: number): number {
  return from + (to - from) * (0.5 - 0.5 * Math.cos(Math.PI * at));
}

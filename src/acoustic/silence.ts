import { OUTPUT_HZ } from "../audio/pcm.ts";

/** Silence is judged by frames of 5 ms at 24 kHz. */
export const SILENCE_FRAME = OUTPUT_HZ / 200;
/**
 * Mean square of a silent frame: below −54 dBFS. The models speak at about −25 dBFS before any gain; their pauses are
 * below −60 dBFS.
 */
const SILENT = 10 ** -5.4;

export function isSilent(frame: Float32Array): boolean {
  return frame.reduce((sum, sample) => sum + sample ** 2, 0) < SILENT * frame.length;
}

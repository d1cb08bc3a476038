import { type Filter, joined, OUTPUT_HZ } from "../audio/pcm.ts";
import { isSilent, SILENCE_FRAME } from "./silence.ts";

/** A filter that trims the silence at the edges of an utterance. */
export interface Trimmer extends Filter {
  /** Samples dropped from the beginning. It is final when the first sample has come out. */
  readonly droppedSamples: number;
}

/** Silence that stays before the first sound: 30 ms, which keep the soft beginning of a consonant. */
const LEAD = 6 * SILENCE_FRAME;
/** Silence that stays after the last sound: 50 ms, which keep its decay. */
const TAIL = 10 * SILENCE_FRAME;
/** Length of the fade at each edge: 3 ms. */
const FADE = (OUTPUT_HZ * 3) / 1000;

/**
 * Creates a filter for one utterance at 24 kHz, to which no gain was applied yet. It shortens silence at the beginning
 * to LEAD and at the end to TAIL, and fades both edges. Silence inside is held back until sound follows it. The samples
 * are the same for any chunks. If all is silent, no sample comes out.
 *
 * @example
 * const trimmer = createTrimmer();
 * play(trimmer.push(pcm)); // word times move forward by trimmer.droppedSamples
 * play(trimmer.end());
 */
export function createTrimmer(): Trimmer {
  /** Input from sample `base` on. */
  let held = new Float32Array(0);
  let base = 0;
  /** Input below this sample has been judged. */
  let judged = 0;
  /** End of the last frame with sound; 0 while there was none. */
  let soundEnd = 0;
  let dropped = 0;

  function judge(frame: number): void {
    if (!isSilent(held.subarray(judged - base, judged - base + frame))) soundEnd = judged + frame;
    judged += frame;
    if (soundEnd > 0) return;
    dropped = Math.max(0, judged - LEAD);
    held = held.subarray(dropped - base);
    base = dropped;
  }

  /** Returns the held samples below `end`. */
  function take(end: number): Float32Array {
    const out = held.slice(0, Math.max(0, end - base));
    for (let at = base; at < Math.min(base + out.length, dropped + FADE); at += 1)
      out[at - base]! *= (at - dropped + 0.5) / FADE;
    held = held.subarray(out.length);
    base += out.length;
    return out;
  }

  return {
    get droppedSamples() {
      return dropped;
    },
    push(chunk) {
      held = joined([held, chunk]);
      while (base + held.length - judged >= SILENCE_FRAME) judge(SILENCE_FRAME);
      return take(soundEnd - FADE);
    },
    end() {
      const rest = base + held.length - judged;
      if (rest > 0) judge(rest);
      if (soundEnd === 0) dropped = base + held.length;
      const out = take(soundEnd === 0 ? 0 : soundEnd + TAIL);
      for (let left = 0; left < Math.min(FADE, out.length); left += 1)
        out[out.length - 1 - left]! *= (left + 0.5) / FADE;
      return out;
    },
  };
}

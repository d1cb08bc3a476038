import { joined } from "../audio/pcm.ts";
import { isSilent, SILENCE_FRAME } from "./silence.ts";

/** A word among the ids of a run: the index of its first id, and that of the next word's first id. */
export interface IdWord {
  /** Index of the word in its utterance. */
  readonly word: number;
  readonly from: number;
  readonly to: number;
}

/** When a word sounds, samples of the sound. */
export interface SampleRange {
  readonly word: number;
  readonly from: number;
  readonly to: number;
}

/** Finds the times of words while their sound is made. */
export interface WordTimer {
  /** Takes the next samples. Returns the words that are now known, each once and in order. */
  push(samples: Float32Array): SampleRange[];
  /** Returns the rest of the words. */
  end(): SampleRange[];
}

/** The ids of a run in time. */
export interface RunTimes {
  /** Samples at which the ids begin, and at last the sample at which the sound ends, [L + 1]. */
  readonly boundaries: Float64Array;
  /** The model's own speed in the run; 1 = natural. */
  readonly reached: number;
}

/**
 * At speed 1 the sound of an id begins this many samples before the durations say: 75 ms, the median over 393 words
 * against a forced alignment. It grows as the model slows down.
 */
export const EARLY_SAMPLES = 1800;

/**
 * Silence between two words that is shorter than this at speed 1, 80 ms, is no pause: it is the closed mouth at the
 * beginning of a p, t or k, and belongs to the word that begins.
 */
const CLOSURE_SAMPLES = 1920;

/**
 * Creates the timer of a run. A word begins EARLY_SAMPLES before its first id, or after the pause there; it ends
 * EARLY_SAMPLES before the next word's first id, or before the silence there, because the durations count a pause as part
 * of the symbol before it.
 */
export function createWordTimer(
  words: readonly IdWord[],
  { boundaries, reached }: RunTimes,
): WordTimer {
  const early = EARLY_SAMPLES / reached;
  /** For each frame so far whether it is silent. */
  const silent: boolean[] = [];
  let rest = new Float32Array(0);
  let known = 0;
  /** End of the last known word. */
  let ended = -Infinity;

  function judge(samples: Float32Array): void {
    rest = joined([rest, samples]);
    let at = 0;
    for (; at + SILENCE_FRAME <= rest.length; at += SILENCE_FRAME)
      silent.push(isSilent(rest.subarray(at, at + SILENCE_FRAME)));
    rest = rest.subarray(at);
  }

  /** Returns the words whose last samples are below `end`. */
  function upTo(end: number): SampleRange[] {
    const ranges: SampleRange[] = [];
    for (; known < words.length; known += 1) {
      const word = words[known]!;
      const [first, next] = [boundaries[word.from]!, boundaries[word.to]!];
      if (Math.max(first, next - early) > end) break;
      const sounding = afterSilence(silent, Math.max(0, first - early), first);
      const from = sounding - ended < CLOSURE_SAMPLES / reached ? ended : sounding;
      const to = beforeSilence(silent, Math.max(from, next - early), from);
      ranges.push({ word: word.word, from, to });
      ended = to;
    }
    return ranges;
  }

  return {
    push(samples) {
      judge(samples);
      return upTo(silent.length * SILENCE_FRAME);
    },
    end: () => upTo(Infinity),
  };
}

/** Moves `at` forward over silent frames, at most to `limit`. */
function afterSilence(silent: readonly boolean[], at: number, limit: number): number {
  let frame = Math.floor(at / SILENCE_FRAME);
  while (silent[frame] === true && frame * SILENCE_FRAME < limit) frame += 1;
  return Math.min(limit, Math.max(at, frame * SILENCE_FRAME));
}

/** Moves `at` back over silent frames, at most to `limit`. */
function beforeSilence(silent: readonly boolean[], at: number, limit: number): number {
  let frame = Math.ceil(at / SILENCE_FRAME);
  while (silent[frame - 1] === true && frame * SILENCE_FRAME > limit) frame -= 1;
  return Math.max(limit, Math.min(at, frame * SILENCE_FRAME));
}

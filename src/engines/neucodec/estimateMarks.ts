import type { Utterance } from "../../engine.ts";
import type { Mark } from "../../sound.ts";
import { speechSeconds } from "../../text/group/seconds.ts";
import { rangesOf } from "../../text/words.ts";

/** Beginning of an utterance in the answer, and its length, seconds. */
interface Placed {
  readonly sinceS: number;
  readonly lengthS: number;
}

/**
 * Estimates the marks of an utterance from its length. The length is divided among the characters by the speaking rates
 * of `speechSeconds`.
 */
export function estimateMarks(
  { text, words }: Pick<Utterance, "text" | "words">,
  { sinceS, lengthS }: Placed,
): Mark[] {
  const estimateS = speechSeconds(text);
  const ranges = rangesOf(words, text);
  let [at, beforeS] = [0, 0];
  /** Returns the estimated time of character `index` in the answer, seconds. Calls must have ascending indices. */
  const timeOf = (index: number): number => {
    beforeS += speechSeconds(text.slice(at, index));
    at = index;
    return sinceS + lengthS * Math.min(1, beforeS / estimateS);
  };
  return words.map(({ start, end }, number) => {
    const { from, to } = ranges[number]!;
    return { start, end, fromS: timeOf(from), toS: timeOf(to) };
  });
}

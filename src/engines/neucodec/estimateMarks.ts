import type { Utterance } from "../../engine.ts";
import type { Mark } from "../../sound.ts";
import { speechSeconds } from "../../text/utterances.ts";
import { indicesOf } from "../../text/words.ts";

/** Where an utterance lies in the answer, seconds. */
interface Placed {
  readonly sinceS: number;
  readonly lengthS: number;
}

/**
 * Marks of an utterance of which only the length is known: each character takes its share by the estimated speaking
 * rates of `speechSeconds`, so a word is placed by the text before it.
 */
export function estimateMarks(
  { text, words }: Pick<Utterance, "text" | "words">,
  { sinceS, lengthS }: Placed,
): Mark[] {
  const estimateS = speechSeconds(text);
  const indices = indicesOf(
    words.map((word) => word.text),
    text,
  );
  let [at, beforeS] = [0, 0];
  /** Estimated seconds from the beginning of the text to `index`; the calls are in order. */
  const timeOf = (index: number): number => {
    beforeS += speechSeconds(text.slice(at, index));
    at = index;
    return sinceS + lengthS * Math.min(1, beforeS / estimateS);
  };
  return words.map((word, number) => {
    const { start, end } = word;
    const index = indices[number]!;
    return { start, end, fromS: timeOf(index), toS: timeOf(index + word.text.length) };
  });
}

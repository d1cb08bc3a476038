import { speechSeconds } from "../../src/text/utterances.ts";

/** A refusal must be quick however long the text is: beyond so many characters the rest is taken to be alike. */
const SAMPLE_CHARS = 4096;
/** Nothing is said in less. */
const LEAST_S = 0.2;

/** Estimated seconds of the audio of `text`, which admission counts in. */
export function estimatedAudioS(text: string, speed: number): number {
  const sample = text.slice(0, SAMPLE_CHARS);
  const wholeS = speechSeconds(sample) * (text.length / Math.max(1, sample.length));
  return Math.max(LEAST_S, wholeS / speed);
}

import type { Utterance } from "../engine.ts";

/**
 * Silence before an utterance, seconds, by what begins with it. The edges of the sound add 0.08 s. Pauses at the commas of
 * an utterance are the model's own, about 0.1 s.
 */
const PAUSES: Readonly<Record<Utterance["begins"], number>> = {
  text: 0,
  word: 0,
  clause: 0.1,
  sentence: 0.25,
  paragraph: 0.5,
};

/**
 * Returns the silence before a piece of an utterance at its speed, seconds. The first piece begins the utterance, any other
 * one a clause.
 */
export function pauseBefore(
  { begins, speed }: Pick<Utterance, "begins" | "speed">,
  piece: number,
): number {
  return PAUSES[piece === 0 ? begins : "clause"] / speed;
}

/** Silence at the end of an answer at speed 1, seconds. Some players cut off the last sound of a file. */
const END_S = 0.15;

/** Returns the silence after the last utterance of an answer, seconds; each sound keeps 0.05 s of its own before it. */
export function endS({ speed }: Pick<Utterance, "speed">): number {
  return END_S / speed;
}

import { createYielder } from "../eventLoop.ts";
import { createReader, type NormaliseOptions, type SpokenChunk, sentencesOf } from "./normalise.ts";
import { createGrouper, type WordedPassage } from "./utterances.ts";

/** Between two parts of a text: what has come is spoken at once, although more can follow. */
export const FLUSH = Symbol("flush");

/** Between two parts: no text has come for a while. What no later part changes is spoken at once. */
export const PAUSE = Symbol("pause");

/** A text that arrives while it is being written: its parts, flushes and pauses. */
export type TextParts = AsyncIterable<string | typeof FLUSH | typeof PAUSE>;

/** Longest part that is read at a time, UTF-16 units: the first utterance is made before the rest is read. */
const SLICE = 1000;

/**
 * Yields the utterances of a text that arrives in parts, each as soon as no later part changes it. Without a flush and a
 * pause the utterances do not depend on the parts. Holds one open sentence and one open utterance, whatever the length
 * of the text, and blocks the event loop for the reading of one sentence at most. `longestS`: longest utterance, seconds
 * of estimated speech; 12 by default.
 *
 * @example
 * for await (const { text, start, end } of speakable(whole("# Hi\n\n**Bold** words."), NORMALISE_DEFAULTS)) …
 */
export async function* speakable(
  parts: TextParts,
  options: NormaliseOptions | null,
  longestS?: number,
): AsyncGenerator<WordedPassage> {
  const reader = createReader(options);
  const grouper = createGrouper(longestS);
  const yieldIfDue = createYielder();
  async function* group(chunks: Iterable<SpokenChunk>): AsyncGenerator<WordedPassage> {
    for (const chunk of chunks) {
      for (const sentence of sentencesOf([chunk])) yield* grouper.push(sentence);
      await yieldIfDue();
    }
  }
  for await (const part of parts) {
    if (typeof part === "string") {
      for (let at = 0; at < part.length; at += SLICE) {
        reader.push(part.slice(at, at + SLICE));
        yield* group(reader.read(false));
      }
      continue;
    }
    yield* group(part === FLUSH ? reader.read(true) : reader.pause());
    yield* grouper.end();
  }
  yield* group(reader.read(true));
  yield* grouper.end();
}

/** The parts of a text that is complete. */
export async function* whole(text: string): AsyncGenerator<string> {
  yield text;
}

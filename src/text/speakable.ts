import { createYielder } from "../eventLoop.ts";
import { createReader, type NormaliseOptions, type SpokenChunk, sentencesOf } from "./normalise.ts";
import { createGrouper, type WordedPassage } from "./utterances.ts";

/** A command between two parts of a text: the text that has arrived is spoken at once, although more can follow. */
export const FLUSH = Symbol("flush");

/** Tells that no text has arrived for a while. The text that no later part can change is spoken at once. */
export const PAUSE = Symbol("pause");

/** A text that arrives in parts, with flushes and pauses between them. */
export type TextParts = AsyncIterable<string | typeof FLUSH | typeof PAUSE>;

/**
 * Yields the utterances of a text that arrives in parts, each as soon as no later part can change it. Without flushes and
 * pauses the utterances do not depend on how the text is divided into parts. Buffers one sentence and one utterance,
 * whatever the length of the text, and blocks the event loop at most for the time to read one sentence. `longestS`:
 * longest utterance, seconds of estimated speech; 12 by default.
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
      yield* group(reader.read(part));
      continue;
    }
    yield* group(part === FLUSH ? reader.flush() : reader.pause());
    yield* grouper.end();
  }
  yield* group(reader.flush());
  yield* grouper.end();
}

/** Yields a complete text as its only part. */
export async function* whole(text: string): AsyncGenerator<string> {
  yield text;
}

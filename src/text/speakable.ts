import { createYielder } from "../eventLoop.ts";
import { createReader, type NormaliseOptions, type SpokenChunk } from "./normalise.ts";
import { createSplitter } from "./sentences.ts";
import { createGrouper, type ShapeOf, type WordedPassage } from "./utterances.ts";

/** A command between two parts of a text: the text that has arrived is spoken at once, although more can follow. */
export const FLUSH = Symbol("flush");

/** Tells that no text has arrived for a while. The text that no later part can change is spoken at once. */
export const PAUSE = Symbol("pause");

/** A text that arrives in parts, with flushes and pauses between them. */
export type TextParts = AsyncIterable<string | typeof FLUSH | typeof PAUSE>;

/**
 * Yields the utterances of a text that arrives in parts, each as soon as no later part can change it. Without flushes and
 * pauses the utterances do not depend on how the text is divided into parts. Buffers one sentence and one utterance,
 * whatever the length of the text, and blocks the event loop at most for the time to read one sentence.
 *
 * @example
 * for await (const { text, start, end } of speakable(whole("# Hi\n\n**Bold** words."), NORMALISE_DEFAULTS, inPassages)) …
 */
export async function* speakable(
  parts: TextParts,
  options: NormaliseOptions | null,
  shapeOf: ShapeOf,
): AsyncGenerator<WordedPassage> {
  const reader = createReader(options);
  const split = createSplitter();
  const grouper = createGrouper(shapeOf, options?.language ?? options?.defaultLanguage);
  const yieldIfDue = createYielder();
  async function* group(chunks: Iterable<SpokenChunk>): AsyncGenerator<WordedPassage> {
    for (const chunk of chunks) {
      for (const sentence of split(chunk)) yield* grouper.push(sentence);
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

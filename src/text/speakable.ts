import { createYielder } from "../eventLoop.ts";
import { createReader, type NormaliseOptions, type SpokenChunk } from "./normalise.ts";
import { createSplitter } from "./sentences.ts";
import { createGrouper, type ShapeOf, type WordedPassage } from "./utterances.ts";

/** A command between two parts of a text: the text that has arrived is spoken at once, although more can follow. */
export const FLUSH = Symbol("flush");

/** Tells that no more text follows. */
export const END = Symbol("end");

/** A command between two parts of a text: an open sentence is spoken up to the end of a word. */
export const WORDS = Symbol("words");

/** A command between two parts of a text: an open sentence is spoken up to its first clause mark after some characters. */
export interface Clause {
  readonly clauseChars: number;
}

/** A part of a text that arrives, or a command between two parts. */
export type TextPart = string | Clause | typeof WORDS | typeof FLUSH | typeof END;

/** A text that arrives in parts, with flushes between them. */
export type TextParts = AsyncIterable<string | typeof FLUSH>;

/**
 * Creates a reader of a text that arrives in parts, which makes utterances of it. `read` yields those that the part
 * completes, and blocks the event loop at most for the time to read one sentence. `waiting` is the number of UTF-16
 * units that were read and are in no utterance yet.
 *
 * @example
 * const reading = createReading(NORMALISE_DEFAULTS, inSentences);
 * for await (const { text } of reading.read("Hello there. How ")) … // "Hello there."
 * for await (const { text } of reading.read(END)) … // "How."
 */
export function createReading(options: NormaliseOptions | null, shapeOf: ShapeOf) {
  const reader = createReader(options);
  const split = createSplitter();
  const grouper = createGrouper(shapeOf, options?.language ?? options?.defaultLanguage);
  const yieldIfDue = createYielder();
  const chunksOf = (part: TextPart): Iterable<SpokenChunk> => {
    if (typeof part === "object") return reader.clause(part.clauseChars);
    if (part === WORDS) return reader.words();
    if (part === FLUSH) return reader.flush();
    return part === END ? reader.end() : reader.read(part);
  };
  return {
    waiting: reader.waiting,
    async *read(part: TextPart): AsyncGenerator<WordedPassage> {
      for (const chunk of chunksOf(part)) {
        for (const sentence of split(chunk)) yield* grouper.push(sentence);
        await yieldIfDue();
      }
      if (part === FLUSH || part === END) yield* grouper.end();
    },
  };
}

/**
 * Yields the utterances of a text that arrives in parts, each as soon as no later part can change it. Without flushes
 * the utterances do not depend on how the text is divided into parts. Buffers one sentence and one utterance, whatever
 * the length of the text.
 *
 * @example
 * for await (const { text, start, end } of speakable(whole("# Hi\n\n**Bold** words."), NORMALISE_DEFAULTS, inPassages)) …
 */
export async function* speakable(
  parts: TextParts,
  options: NormaliseOptions | null,
  shapeOf: ShapeOf,
): AsyncGenerator<WordedPassage> {
  const reading = createReading(options, shapeOf);
  for await (const part of parts) yield* reading.read(part);
  yield* reading.read(END);
}

/** Yields a complete text as its only part. */
export async function* whole(text: string): AsyncGenerator<string> {
  yield text;
}

import { type Chunk, createChunker, type Follows } from "./cut/chunks.ts";
import { clauseLength, wordsLength } from "./cut/openCut.ts";
import { withoutEmoji } from "./emoji.ts";
import { hygiene } from "./hygiene.ts";
import { type LanguageMemory, remember } from "./language/memory.ts";
import { type MarkupOptions, plain, plainCode } from "./markup.ts";
import { createSplitter, type Sentence } from "./sentences.ts";
import { edited, replaced, trace, type Traced } from "./spans.ts";
import { type TokenOptions, verbalised } from "./tokens.ts";

export interface NormaliseOptions extends MarkupOptions, TokenOptions {
  /** True if markdown and HTML are removed. */
  readonly markdown: boolean;
  /** How the reasoning at the head of a model's reply is handled. */
  readonly reasoning: "skip" | "read";
}

export const NORMALISE_DEFAULTS: NormaliseOptions = {
  markdown: true,
  reasoning: "skip",
  code: "skip",
  lists: "count",
  emoji: "drop",
  numbers: true,
  urls: true,
  emails: true,
  phones: true,
  units: true,
  abbreviations: true,
  letters: "spell",
  dateOrder: "dmy",
  defaultLanguage: "en",
};

/**
 * Longest part of the input that is read at a time, UTF-16 units, so that the first utterance does not wait for the
 * rest.
 */
const SLICE = 1000;
const BLANKS = /[ \n]+/g;
/** The characters around a line end inside a sentence of Chinese, which has no blank there. */
const HAN_WRAP = /^[\p{Script=Han}\uff0c\u3001\uff1b\uff1a]\p{Script=Han}$/u;
/** Commas in a row, between which emoji or other text was removed. */
const COMMAS = /,(?: ?,){1,500}/g;
const LIST_ITEM = /^(?:[-*\u2022]|\d{1,3}[.)])[ \t]/;
/** The marks (`>`) at the start of the later lines of a quotation, whose first line can be in an earlier chunk. */
const QUOTE_MARKS = /\n(?: *>)+ ?/g;

/** The speakable text of a chunk of the input. */
export interface SpokenChunk {
  readonly traced: Traced;
  /** True if a straight quote that an earlier chunk of the block opened is still open. */
  readonly quoteOpen: boolean;
  /** True if a block begins with the chunk although no `\n\n` says so. */
  readonly startsBlock: boolean;
  /** True if the rest of the sentence has not arrived. */
  readonly isOpen: boolean;
}

/**
 * Creates a reader of text that arrives in parts. The output does not depend on how the text is divided into parts. With
 * `options` null only hygiene is applied. In the output a blank is one space, and the end of a block is `\n\n`.
 */
export function createReader(options: NormaliseOptions | null) {
  const chunker = createChunker({
    markdown: options?.markdown ?? false,
    reasoning: options?.reasoning ?? "read",
  });
  let memory: LanguageMemory = {};
  const spokenChunk = (chunk: Chunk): SpokenChunk => {
    const plainText = readMarkup(chunk, options);
    const hasTokens = options !== null && chunk.kind === "prose";
    const traced = hasTokens ? verbalised(plainText, options, memory) : plainText;
    if (hasTokens) memory = remember(memory, plainText.text);
    const { quoteOpen, isOpen } = chunk;
    return { traced, quoteOpen, startsBlock: chunk.kind === "code", isOpen };
  };
  /** Yields the chunks that are complete; unless it is unknown what `follows`, all of the text. */
  function* complete(follows: Follows): Generator<SpokenChunk> {
    for (let chunk = chunker.next(follows); chunk !== null; chunk = chunker.next(follows))
      yield spokenChunk(chunk);
  }
  /** Yields the chunks that are complete, then the beginning of an open sentence. */
  function* beginning(lengthOf: (text: string, start: number) => number): Generator<SpokenChunk> {
    chunker.gather();
    yield* complete("unknown");
    const chunk = chunker.beginning(lengthOf);
    if (chunk !== null) yield spokenChunk(chunk);
  }
  return {
    /** Reads a part of the text, lazily and in slices; yields the chunks that are complete after each. */
    *read(text: string): Generator<SpokenChunk> {
      for (let at = 0; at < text.length; at += SLICE) {
        chunker.push(text.slice(at, at + SLICE));
        yield* complete("unknown");
      }
    },
    /** Yields the rest of a text that has ended. */
    end: (): Generator<SpokenChunk> => complete("nothing"),
    /** Yields the rest of a text that is flushed. If it ends inside a sentence, the sentence goes on with the next part. */
    flush: (): Generator<SpokenChunk> => complete("perhaps"),
    /** Yields the chunks that are complete, then the first clause of an open sentence, if it has at least `chars` characters. */
    clause: (chars: number): Generator<SpokenChunk> =>
      beginning((text, start) => clauseLength(text, start, chars)),
    /** Yields the chunks that are complete, then an open sentence up to the end of a word. */
    words: (): Generator<SpokenChunk> => beginning(wordsLength),
    /** Returns the number of UTF-16 units that have been read and are not in a chunk yet. */
    waiting: chunker.waiting,
  };
}

/** Normalises `input` to speakable text, lazily; the chunks tile the input. */
export function* normalised(
  input: string,
  options: NormaliseOptions | null,
): Generator<SpokenChunk> {
  const reader = createReader(options);
  yield* reader.read(input);
  yield* reader.end();
}

/** Returns the text of a chunk after hygiene, without its markup. */
function readMarkup(chunk: Chunk, options: NormaliseOptions | null): Traced {
  const raw = trace(chunk.text, chunk.start);
  if (chunk.kind === "silent")
    return edited(raw, [{ start: 0, end: raw.text.length, text: "\n\n", kind: "markup" }]);
  const clean = hygiene(raw);
  if (options === null) return withBlanks(clean, chunk.startsBlock);
  if (chunk.kind === "code")
    return withBlanks(withoutEmoji(plainCode(clean, options), options), true);
  const unquoted = chunk.isQuoted
    ? replaced(clean, QUOTE_MARKS, () => ({ text: "\n", kind: "markup" }))
    : clean;
  const words = withoutEmoji(
    options.markdown ? plain(unquoted, options, chunk.startsLine) : clean,
    options,
  );
  const joined = replaced(words, COMMAS, () => ({ text: ",", kind: "markup" }));
  return withBlanks(joined, chunk.startsBlock);
}

/** Writes each run of blanks as one space, or as `\n\n` where a block begins: at an empty line and before a list item. */
function withBlanks(source: Traced, startsBlock: boolean): Traced {
  const { text } = source;
  return replaced(source, BLANKS, ({ 0: run, index }) => {
    const after = index + run.length;
    const isBlockEnd =
      (index === 0 && startsBlock && run.includes("\n")) ||
      /\n *\n/.test(run) ||
      (run.includes("\n") && LIST_ITEM.test(text.slice(after, after + 12)));
    if (isBlockEnd) return { text: "\n\n", kind: null };
    const isHanWrap =
      run.includes("\n") && HAN_WRAP.test(`${text.charAt(index - 1)}${text.charAt(after)}`);
    return { text: isHanWrap ? "" : " ", kind: null };
  });
}

/** Splits the chunks of a text into sentences, lazily. */
export function* sentencesOf(chunks: Iterable<SpokenChunk>): Generator<Sentence> {
  const split = createSplitter();
  for (const chunk of chunks) yield* split(chunk);
}

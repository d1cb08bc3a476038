import { endsSentence, SENTENCE_CONTEXT } from "./sentenceEnd.ts";
import { border, slice, type Traced } from "./spans.ts";

const END =
  /[.!?\u203d]+["')\]\u00bb]*(?=\s|$)|[\u3002\uff01\uff1f]+["'\u300d\u300f\u201d)\uff09\u3011]*|\n\n/gu;

/** What begins with a sentence or an utterance: a paragraph, a sentence, a clause, or a word in the middle of a clause. */
export type Begins = "paragraph" | "sentence" | "clause" | "word";

/** The mark at the end of a clause, or the dash before the next one. */
const CLAUSE_MARK = /[,;:\u2013\u2014\uff0c\uff1b\uff1a\u3001]["')\]\u201d\u2019]*$|\s-$/u;
const WEAKEST_FIRST = ["word", "clause", "sentence", "paragraph", "text"] as const;

/** Returns whether a text ends with the mark of a clause. */
export function endsClause(text: string): boolean {
  return CLAUSE_MARK.test(text);
}

/** Returns the one of two beginnings that needs the longer pause or, for the whole "text", none. */
export function strongest<T extends (typeof WEAKEST_FIRST)[number]>(a: T, b: T): T {
  return WEAKEST_FIRST.indexOf(a) > WEAKEST_FIRST.indexOf(b) ? a : b;
}

export interface Sentence extends Traced {
  readonly begins: Begins;
  /** True if the rest of the sentence has not arrived. */
  readonly isOpen: boolean;
}

/** A text to split; its optional members are false by default. */
interface Text {
  readonly traced: Traced;
  /** True if a straight quote that an earlier text of the block opened is still open. */
  readonly quoteOpen?: boolean;
  /** True if a block begins with the text although no `\n\n` says so. */
  readonly startsBlock?: boolean;
  /** True if the rest of the last sentence has not arrived. */
  readonly isOpen?: boolean;
}

/**
 * Creates a splitter of consecutive spoken texts into sentences, lazily and in linear time. The end of a block (`\n\n`)
 * ends a sentence. The end of a text does too, unless the text is open.
 */
export function createSplitter(): (text: Text) => Generator<Sentence> {
  let begins: Begins = "paragraph";
  return function* split({ traced, quoteOpen = false, startsBlock = false, isOpen = false }) {
    if (startsBlock) begins = "paragraph";
    const end = traced.text.length;
    for (const cut of cuts(traced, quoteOpen)) {
      const sentence = slice(traced, cut.start, cut.end);
      if (sentence.text !== "") {
        const isCut = isOpen && cut.end === end;
        yield { ...sentence, begins, isOpen: isCut };
        begins = isCut ? (endsClause(sentence.text) ? "clause" : "word") : "sentence";
      }
      if (cut.endsBlock) begins = "paragraph";
    }
  };
}

/** Yields the ranges of the sentences of a text. They tile the text; a range can be blank. */
function* cuts(
  source: Traced,
  quoteOpen: boolean,
): Generator<{ start: number; end: number; endsBlock: boolean }> {
  const { text } = source;
  let start = 0;
  const isOpen = quoteCounter(text, quoteOpen);
  for (const match of text.matchAll(END)) {
    const mark = match[0];
    const before = text.slice(Math.max(start, match.index - SENTENCE_CONTEXT), match.index);
    const afterAt = match.index + mark.length;
    const after = text.slice(afterAt, afterAt + SENTENCE_CONTEXT);
    if (!endsSentence({ mark, before, after })) continue;
    const end = border(source, match.index + closedLength(mark, isOpen(match.index)));
    yield { start, end, endsBlock: mark === "\n\n" };
    start = end;
  }
  yield { start, end: text.length, endsBlock: false };
}

/**
 * Returns the length of a punctuation mark with the closing quotes after it. A straight quote after Han punctuation
 * belongs to the next sentence if no quote is open (`isOpen`).
 */
export function closedLength(mark: string, isOpen: boolean): number {
  const quote = mark.indexOf('"');
  return quote === -1 || isOpen || /^[.!?]/.test(mark) ? mark.length : quote;
}

/** Creates a function that tells whether a straight quote is open before an index; the indices must not decrease. */
function quoteCounter(text: string, openAtStart: boolean): (index: number) => boolean {
  let read = 0;
  let isOpen = openAtStart;
  return (index) => {
    for (; read < index; read += 1) {
      if (text[read] === '"') isOpen = !isOpen;
      else if (text[read] === "\n") isOpen = false;
    }
    return isOpen;
  };
}

import { type Span, type Traced } from "./spans.ts";

/** A spoken word; `start` and `end` are its place in the caller's text. */
export interface Word extends Span {
  readonly text: string;
}

/**
 * A Han character, or a run without blanks, dashes and Han punctuation. `3.14`, `e.g`, `don't` and `a@b.my` are one run
 * each.
 */
const RUN =
  /\p{Script=Han}|[^\s\p{Script=Han}\u2013\u2014\u3001\u3002\uff01\uff0c\uff1a\uff1b\uff1f]+/gu;
/** Punctuation around a word that is not part of the word. */
const AROUND = /^[\p{P}--[@#%]]+|[\p{P}--[%]]+$/gv;
const SPOKEN = /[\p{L}\p{N}]/u;

/**
 * Returns the words of a text, in order. A run without a letter or a digit is not a word. The words of one replacement,
 * such as `code block`, count as one word, so that no two words share a character of the caller's text.
 */
export function wordsOf({ text, from, to }: Traced): Word[] {
  const spans: { first: number; last: number }[] = [];
  for (const { 0: run, index } of text.matchAll(RUN)) {
    if (!SPOKEN.test(run)) continue;
    const bare = run.replace(AROUND, "");
    const first = index + run.indexOf(bare);
    const last = first + bare.length - 1;
    const previous = spans.at(-1);
    if (previous !== undefined && from[first]! < to[previous.last]!) previous.last = last;
    else spans.push({ first, last });
  }
  return spans.map(({ first, last }) => {
    return { text: text.slice(first, last + 1), start: from[first]!, end: to[last]! };
  });
}

/** Returns the index in `text` of each word; the words must occur in `text` in this order. */
export function indicesOf(words: readonly string[], text: string): number[] {
  let at = 0;
  return words.map((word) => {
    const index = text.indexOf(word, at);
    at = index + word.length;
    return index;
  });
}

/** A part of a text, UTF-16 units; `to` is exclusive. */
export interface TextRange {
  readonly from: number;
  readonly to: number;
}

/** Returns the place in `text` of each word; the words must occur in `text` in this order. */
export function rangesOf(words: readonly Pick<Word, "text">[], text: string): TextRange[] {
  const texts = words.map((word) => word.text);
  return indicesOf(texts, text).map((from, at) => ({ from, to: from + texts[at]!.length }));
}

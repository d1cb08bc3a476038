import { endsSentence, SENTENCE_CONTEXT } from "./sentenceEnd.ts";
import { border, slice, type Traced } from "./spans.ts";

const END =
  /[.!?\u203d]+["')\]\u00bb]*(?=\s|$)|[\u3002\uff01\uff1f]+["'\u300d\u300f\u201d)\uff09\u3011]*|\n\n/gu;

/**
 * Splits spoken text into sentences, lazily and in linear time. The end of a block ends a sentence. `quoteOpen`: true
 * if a straight quote that an earlier text of the block opened is still open.
 */
export function* sentences(source: Traced, quoteOpen = false): Generator<Traced> {
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
    const sentence = slice(source, start, end);
    start = end;
    if (sentence.text !== "") yield sentence;
  }
  const rest = slice(source, start, text.length);
  if (rest.text !== "") yield rest;
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

import { border, slice, type Traced } from "./spans.ts";

/** Abbreviations that do not end a sentence, lower case, without their dots (English, Malay). */
const ABBREVIATIONS = new Set(
  (
    "mr mrs ms dr prof st sr jr rev hon gen col capt lt sgt vs etc eg ie approx no fig vol pp inc ltd co corp dept est " +
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun am pm " +
    "pn en hj hjh jln tmn lrg kg sdn bhd dll dsb spt cth ptg"
  ).split(" "),
);
const END =
  /[.!?\u203d]+["')\]\u00bb]*(?=\s|$)|[\u3002\uff01\uff1f]+["'\u300d\u300f\u201d)\uff09\u3011]*|\n\n/gu;
/** Words that seldom follow an abbreviation inside a sentence. */
const STARTER =
  /^(?:the|a|an|i|it|he|she|we|you|they|this|that|there|then|but|and|so|in|on|at|if|when|what|why|how|my|our|his|her)\b/i;

/**
 * Splits the text of normalise.ts into sentences, lazily and in linear time. The end of a block ends a sentence. A dot
 * after an abbreviation or an initial ends one only before a capitalised STARTER.
 */
export function* sentences(source: Traced): Generator<Traced> {
  const { text } = source;
  let start = 0;
  const isOpen = quoteCounter(text);
  for (const match of text.matchAll(END)) {
    if (!endsSentence(text, start, match)) continue;
    const end = border(source, match.index + closedLength(match[0], isOpen(match.index)));
    const sentence = slice(source, start, end);
    start = end;
    if (sentence.text !== "") yield sentence;
  }
  const rest = slice(source, start, text.length);
  if (rest.text !== "") yield rest;
}

/**
 * Returns the length of a punctuation mark and the closing quotes after it. After Han punctuation, an unopened quote
 * opens the next sentence.
 */
function closedLength(mark: string, isOpen: boolean): number {
  const quote = mark.indexOf('"');
  return quote === -1 || isOpen || /^[.!?]/.test(mark) ? mark.length : quote;
}

/** Returns whether a straight quote of the block is open before an index; indices must not decrease. */
function quoteCounter(text: string): (index: number) => boolean {
  let read = 0;
  let isOpen = false;
  return (index) => {
    for (; read < index; read += 1) {
      if (text[read] === '"') isOpen = !isOpen;
      else if (text[read] === "\n") isOpen = false;
    }
    return isOpen;
  };
}

function endsSentence(
  text: string,
  start: number,
  match: RegExpMatchArray & { index: number },
): boolean {
  const mark = match[0];
  if (!/^[.!?]/.test(mark)) return true;
  const after = text.slice(match.index + mark.length, match.index + mark.length + 24).trimStart();
  if (after === "") return true;
  // "Really?" she said. — "Well... perhaps."
  const quoted = mark.length > 1;
  if ((quoted || mark.startsWith("...")) && /^\p{Ll}/u.test(after)) return false;
  if (!/^\.["')\]]*$/.test(mark)) return true;
  const before = text.slice(Math.max(start, match.index - 24), match.index);
  const word = /([\p{L}.]+)$/u.exec(before)?.[1] ?? "";
  if (!isAbbreviation(word)) return true;
  return /^\p{Lu}/u.test(after) && STARTER.test(after);
}

/** A listed abbreviation, a single initial (J.), or letters with dots between (U.S, a.m). */
function isAbbreviation(word: string): boolean {
  if (/^\p{Lu}$/u.test(word) && word !== "I") return true;
  if (/^(?:\p{L}\.)+\p{L}$/u.test(word)) return true;
  return ABBREVIATIONS.has(word.replaceAll(".", "").toLowerCase());
}

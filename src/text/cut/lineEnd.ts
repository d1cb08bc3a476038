/** Lines under this length can be titles or items of a list without bullets, UTF-16 units. */
const SHORT_LINE = 60;
/** A line under this fraction of the longest line of its block is short. */
const SHORT_PART = 0.6;
/** Prose is not wrapped to lines narrower than this, UTF-16 units. */
const NARROW = 30;
/** A line of at most three words, as in a list without bullets: `olive oil`. */
const FEW_WORDS = /^\S{1,30}(?: \S{1,30}){0,2}$/u;
/** The start of a line that continues the sentence of the previous line. */
const OPEN_START =
  /^(?:and|or|but|nor|so|of|to|in|on|at|by|for|from|with|than|that|which|who|because|is|are|was|were|di|ke|dari|daripada|yang|dan|atau|tetapi|pada|untuk|dengan|ialah|adalah|oleh|kerana)(?!\p{L})|^(?!-\d|\p{Sc})[\p{P}\p{S}]/iu;
/** Characters of the next line that are needed to decide whether a line ends a sentence. */
export const LINE_LOOKAHEAD = Math.ceil(SHORT_LINE / SHORT_PART) + 1;
const TITLE_START = /^[\p{Lu}\p{Lt}\p{Script=Han}\p{N}\u2022"'(]/u;
const QUOTE_MARKS = /^[ \t]*(?:>[ \t]*)*/;
/** Punctuation that ends a sentence, but not the dot of a capitalised abbreviation such as `No.` or `Jln.`. */
const SENTENCE_END =
  /(?:(?<!(?:^|\s)\p{Lu}[\p{L}.]{0,3})\.|[!?\u3002\uff01\uff1f])["')\]]*(?:\s|$)/u;
/** Quote marks, a picture and the marks of bold before the words. */
const MARKS = /^[ \t]*(?:>[ \t]*)*(?:\p{Extended_Pictographic}\ufe0f?[ \t]*)?(?:[*_]{1,3}(?=\S))?/u;
const HAN_WRAP = /^\p{Script=Han}{2}$/u;
/** A wrapped line of Chinese is at most this much shorter than other lines: a punctuation mark and two characters. */
const HAN_ROOM = 3;
/** The end of a line in the middle of a sentence: a comma, a preposition, an article, a title before a name. */
const OPEN_END =
  /[,;\uff0c\u3001\uff1b-]$|(?<![\p{L}'])(?:the|an?|of|to|in|on|at|by|for|from|with|and|or|but|that|than|as|is|are|was|were|my|our|your|his|her|its|their|this|be|been|not|if|when|which|who|into|about|any|each|may|must|can|will|shall|have|has|had|does|did|we|you|they|akan|telah|tidak|boleh|kepada|bagi|di|ke|dari|daripada|yang|dan|atau|pada|untuk|dengan|ialah|adalah|oleh|(?:mrs?|ms|dr|prof|en|pn|hj|jln|tmn|kg|no)\.)$/iu;

/** The end of a line, and the line after it. */
export interface LineEnd {
  /** The part of the line after the marks before its words, or after the last sentence that ends in it. */
  readonly words: string;
  /** Length of the whole line. */
  readonly length: number;
  /** True if a sentence ended in the line. */
  readonly isInner: boolean;
  /** At most the first LINE_LOOKAHEAD characters of the next line. */
  readonly next: string;
}

/** What the earlier lines of a block tell of its layout. */
export interface Block {
  /** Length of the longest line. */
  readonly longest: number;
  /** True if an earlier line was wrapped. */
  readonly isWrapped: boolean;
}

/**
 * Returns whether a line without punctuation at its end ends a sentence. It does if it is much shorter than the longest
 * line of its block, if it and the next line have at most three words in a narrow block, or if both begin like an item
 * or a title. A line of hard-wrapped prose ends no sentence: the next word would not have fitted into it.
 */
export function endsLikeItem(line: LineEnd, { longest, isWrapped }: Block): boolean {
  const [words, next] = [line.words, line.next].map((text) => text.replace(MARKS, "").trim());
  if (words === undefined || next === undefined) return false;
  if (line.length >= SHORT_LINE || OPEN_END.test(words)) return false;
  const width = Math.max(longest, line.length, line.next.length);
  // Chinese text can be wrapped between any two characters. A character has the width of two letters.
  if (HAN_WRAP.test(`${words.at(-1)}${next.charAt(0)}`))
    return width < NARROW / 2 || line.length + HAN_ROOM < width;
  const hasRoom = line.length + 1 + next.search(/\s|$/) <= width;
  if (
    width < NARROW &&
    [words, next].every((text) => FEW_WORDS.test(text)) &&
    !OPEN_START.test(next)
  )
    return true;
  if (line.length < SHORT_PART * width) return hasRoom;
  if (line.isInner || !TITLE_START.test(words) || !TITLE_START.test(next)) return false;
  if (hasRoom) return true;
  return !isWrapped && (width < NARROW || !SENTENCE_END.test(next));
}

/** Returns whether the first word of the next line would have fitted into a line, so that the line was not wrapped. */
export function hasRoom({ length, next }: LineEnd, { longest }: Block): boolean {
  const width = Math.max(longest, length, next.length);
  return width < NARROW || length + 1 + next.trim().search(/\s|$/) <= width;
}

/** Returns whether a line that ends no sentence was wrapped: the next line begins with a small letter. */
export function isWrap({ length, next }: LineEnd): boolean {
  return length + next.length >= NARROW && /^\p{Ll}/u.test(next.replace(QUOTE_MARKS, ""));
}

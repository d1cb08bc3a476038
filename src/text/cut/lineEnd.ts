/** Lines of at most this length can be titles or items of a list without bullets, UTF-16 units. */
const SHORT_LINE = 60;
const SHORT_PART = 0.6;
/** Nobody wraps prose to lines narrower than this. */
const NARROW = 30;
/** Characters of the next line that decide whether a line ends a sentence. */
export const LINE_LOOKAHEAD = Math.ceil(SHORT_LINE / SHORT_PART) + 1;
const TITLE_START = /^[\p{Lu}\p{Lt}\p{Script=Han}\p{N}\u2022"'(]/u;
const QUOTE_MARKS = /^[ \t]*(?:>[ \t]*)*/;
const SENTENCE_END = /[.!?\u3002\uff01\uff1f]["')\]]*(?:\s|$)/;
/** The end of a line that a sentence can't end with: a comma, a word before its noun, a title before a name. */
const OPEN_END =
  /[,;\uff0c\u3001\uff1b-]$|(?<![\p{L}'])(?:the|an?|of|to|in|on|at|by|for|from|with|and|or|but|that|than|as|is|are|was|were|my|our|your|his|her|its|their|this|di|ke|dari|daripada|yang|dan|atau|pada|untuk|dengan|ialah|adalah|oleh|(?:mrs?|ms|dr|prof|en|pn|hj|jln|tmn|kg|no)\.)$/iu;

/** The end of a line, and the line after it. */
export interface LineEnd {
  /** The line without the marks before its words, or its part after its last sentence. */
  readonly words: string;
  /** Length of the whole line. */
  readonly length: number;
  /** True if a sentence ended in the line. */
  readonly isInner: boolean;
  /** At most the first LINE_LOOKAHEAD characters of the next line. */
  readonly next: string;
}

/** What the lines before say of a block. */
export interface Block {
  /** Length of the longest line. */
  readonly longest: number;
  /** True if a line goes on in the next one. */
  readonly isWrapped: boolean;
}

/**
 * Returns whether a line without an end mark ends a sentence: it is short beside the longest line of its block, or it
 * and the next line both begin like an item or a title. A line of hard-wrapped prose has no room for the next word, and
 * does neither.
 */
export function endsLikeItem(line: LineEnd, { longest, isWrapped }: Block): boolean {
  const [words, next] = [line.words, line.next].map((text) => text.replace(QUOTE_MARKS, "").trim());
  if (words === undefined || next === undefined) return false;
  if (line.length >= SHORT_LINE || OPEN_END.test(words)) return false;
  const width = Math.max(longest, line.length, line.next.length);
  const hasRoom = line.length + 1 + next.search(/\s|$/) <= width;
  if (line.length < SHORT_PART * width) return hasRoom;
  if (line.isInner || !TITLE_START.test(words) || !TITLE_START.test(next)) return false;
  if (hasRoom) return true;
  return !isWrapped && (width < NARROW || !SENTENCE_END.test(next));
}

/** Returns whether a line ends before its block is full, so that it was not wrapped. */
export function hasRoom({ length, next }: LineEnd, { longest }: Block): boolean {
  const width = Math.max(longest, length, next.length);
  return width < NARROW || length + 1 + next.trim().search(/\s|$/) <= width;
}

/** Returns whether a line that does not end a sentence was wrapped. */
export function isWrap({ length, next }: LineEnd): boolean {
  return length + next.length >= NARROW && /^\p{Ll}/u.test(next.replace(QUOTE_MARKS, ""));
}

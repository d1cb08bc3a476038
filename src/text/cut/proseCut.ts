import { endsLikeItem, hasRoom, isWrap, LINE_LOOKAHEAD } from "./lineEnd.ts";
import { beginsBlock, beginsLikeItem, isWholeBlock } from "./lines.ts";
import { tagLength } from "../markup/tags.ts";
import { dependsOnNext, endsSentence, SENTENCE_CONTEXT } from "../sentenceEnd.ts";
import { closedLength } from "../sentences.ts";

/** Longest chunk of prose, UTF-16 units. Some work is quadratic in a chunk; the limit keeps its sum over a text linear. */
export const MAX_PROSE = 2000;
/** Longest block of code, comment or link target, UTF-16 units. If no end is found up to there, the opening is read as text. */
export const MAX_HELD = 20_000;
/** Characters at which a chunk can end, or a part begins in which none can end. */
const PLACES = /[\n<\].!?\u203d\u2026\uff0e\u3002\uff01\uff1f]/g;
const LATIN_END = /[.!?\u203d\u2026\uff0e]{1,500}["'\u201d\u2019\u00bb)\]*_~`]{0,500}/y;
/** References to notes after the end of a sentence: `[1]`, `[^note]`, `²`. */
const NOTES =
  /^(?:\[(?:\d{1,3}|\^[^\s[\]]{1,20})\]|[\u00b9\u00b2\u00b3\u2070-\u2079]){1,9}(?![\p{L}\p{N}])/u;
/** The beginning of a reference to a note whose end has not arrived. */
const OPEN_NOTE = /^\[(?:\d{0,3}|\^[^\s[\]]{0,20})$/;
const MAX_NOTE = 24;
const MAX_NOTES = 200;
/** The dots between a title and its page number in a table of contents. */
const LEADER = /^\.{3,}$/;
const LEADER_END = /^ ?\d{1,4}[ \t]{0,9}(?:\n|$)/;
/** The end of an item before a further one. */
const ITEM_END = /(?:[.!?:;\])]|; ?(?:and|or|and\/or|dan|atau))[ \t]*$/i;
const HAN_END = /[\u3002\uff01\uff1f]{1,500}["'\u300d\u300f\u201d\u2019)\uff09\u3011*_]{0,500}/y;
const HIDDEN = /<(?:!--|script\b|style\b)/iy;
/** The number of a heading: `## 2. Payment`. */
const HEADING_NUMBER = /^\s*(?:[-*+] +)?(?:#{1,6} +(?:\*\*)?|\*\*)\d{1,3}$/;
/** Length of the longest end of a comment, script or style sheet (`</script`), UTF-16 units. */
const HIDDEN_END_LENGTH = 8;
/** A character that ends the target of a link, or that no target contains. */
const TARGET_END = /[\s()[\]<]/g;
const NO_TARGET_END = /^[^\s()[\]<]*$/;
/** Text in which no tag ends. */
export const NO_TAG_END = /^[^>]*$/;

/** Text that is not cut into chunks yet, with what is known of its line and its block. */
export interface Uncut {
  text: string;
  /** Index in `text` up to which there is no cut. */
  at: number;
  /** Index in `text` where the words of the first line begin; -1 until that is known. */
  words: number;
  /** Start of the current line. */
  line: number;
  /** Length of the earlier chunks in the first line. */
  lineTaken: number;
  /** Length of the longest line of the block so far. */
  longest: number;
  /** True if a line of the block was wrapped, as in hard-wrapped prose. */
  isWrapped: boolean;
  /** True if the block is an item of a list. */
  isListed: boolean;
  /** True if the first line is a heading, which ends with its line. */
  isHeading: boolean;
  /** True if a straight quote that an earlier chunk of the block opened is still open. */
  quoteOpen: boolean;
  /** True if the last chunk ended at the end of a line. */
  lineEnded: boolean;
  /** Index in `text` where the last part ends in which nothing is cut: a tag, a comment, the target of a link. */
  hidden: number;
  /** Index in `text` up to which the end of such a part was searched. */
  searched: number;
  /**
   * Further text that matches `text` causes no cut while the uncut text is shorter than `length`; null if any blank can
   * cause a cut.
   */
  quiet: { readonly text: RegExp; readonly length: number } | null;
}

/** The end of a chunk. */
export interface Cut {
  readonly length: number;
  /** `silent`: a rule, a fence without an end, or the reasoning of a model; none of them is spoken. */
  readonly kind: "prose" | "code" | "silent";
  /** True if the next chunk begins a block. */
  readonly endsBlock: boolean;
  /** True if the chunk is the rest of the text, in which no sentence ends. */
  readonly isRest?: boolean;
}

/** Returned instead of a cut that depends on text that has not arrived. */
export const WAIT = null;

/** Returns whether a double quote is open after a text. */
export function openAfter(text: string, openBefore: boolean): boolean {
  let isOpen = openBefore;
  for (const [mark] of text.matchAll(/["\u201c\u201d]/g))
    isOpen = mark === '"' ? !isOpen : mark === "\u201c";
  return isOpen;
}

/** Returns the cut after the next sentence, line or paragraph of prose. */
export function proseCut(state: Uncut, markdown: boolean, ended: boolean): Cut | typeof WAIT {
  const { text } = state;
  for (;;) {
    PLACES.lastIndex = state.at;
    const place = PLACES.exec(text)?.index ?? text.length;
    const most = Math.max(MAX_PROSE, state.hidden + MAX_PROSE / 2);
    if (place >= most && text.length > most) {
      const least = Math.max(most - MAX_PROSE / 2, state.hidden);
      return { length: cutBefore(text, { least, most }), kind: "prose", endsBlock: false };
    }
    if (place === text.length)
      return ended ? { length: place, kind: "prose", endsBlock: true, isRest: true } : WAIT;
    state.at = place;
    const cut = cutAt(state, markdown, ended);
    if (cut !== "none") return cut;
  }
}

/** Returns the cut at `state.at`; "none" if there is no cut, with `state.at` moved on. */
function cutAt(state: Uncut, markdown: boolean, ended: boolean): Cut | typeof WAIT | "none" {
  const mark = state.text.charAt(state.at);
  if (mark === "\n") return lineCut(state, markdown, ended);
  if (mark === "]") return markdown ? targetCut(state, ended) : pass(state, 1);
  if (mark === "<") return markdown ? hiddenCut(state, ended) : pass(state, 1);
  return sentenceCut(state, ended);
}

/** Moves on by `length` characters, in which there is no cut. */
function pass(state: Uncut, length: number): "none" {
  state.at += length;
  state.searched = 0;
  return "none";
}

/** Moves on over a part in which nothing is cut; a part of one character is a sign of the text. */
function hide(state: Uncut, length: number): "none" {
  if (length > 1) state.hidden = state.at + length;
  return pass(state, length);
}

/** Skips the target of a link, such as a picture in base64, in which nothing is cut. */
function targetCut(state: Uncut, ended: boolean): typeof WAIT | "none" {
  const { text, at } = state;
  if (text.length < at + 2 && !ended) return WAIT;
  if (text.charAt(at + 1) !== "(") return pass(state, 1);
  TARGET_END.lastIndex = Math.max(at + 2, state.searched);
  const end = TARGET_END.exec(text)?.index ?? text.length;
  state.searched = text.length;
  const limit = at + MAX_HELD;
  if (end < text.length || ended || end > limit) return hide(state, end < limit ? end - at : 1);
  state.quiet = { text: NO_TARGET_END, length: limit + 1 };
  return WAIT;
}

/** Skips a tag, a comment, a script or a style sheet, in which nothing is cut. */
function hiddenCut(state: Uncut, ended: boolean): typeof WAIT | "none" {
  const { text, at } = state;
  if (!ended && text.length - at < 8) return WAIT;
  HIDDEN.lastIndex = at;
  const opening = HIDDEN.exec(text)?.[0].toLowerCase();
  if (opening === undefined) {
    const length = tagLength(text, at, ended);
    return length === null ? WAIT : hide(state, Math.max(1, length));
  }
  const closing = opening === "<!--" ? /-->/g : opening === "<style" ? /<\/style/gi : /<\/script/gi;
  closing.lastIndex = Math.max(at + opening.length, state.searched - HIDDEN_END_LENGTH);
  const end = closing.exec(text);
  const limit = at + MAX_HELD;
  state.searched = text.length;
  if (end !== null && end.index < limit) return hide(state, end.index + end[0].length - at);
  if (ended || text.length > limit + HIDDEN_END_LENGTH) return pass(state, 1);
  state.quiet = { text: NO_TAG_END, length: limit + HIDDEN_END_LENGTH };
  return WAIT;
}

/** Returns the cut after the punctuation at `state.at`, if the punctuation ends a sentence. */
function sentenceCut(state: Uncut, ended: boolean): Cut | typeof WAIT | "none" {
  const { text, at } = state;
  const isHan = /[\u3002\uff01\uff1f]/.test(text.charAt(at));
  const pattern = isHan ? HAN_END : LATIN_END;
  pattern.lastIndex = at;
  const mark = pattern.exec(text)?.[0] ?? text.charAt(at);
  const notes = isHan ? 0 : notesLength(text.slice(at + mark.length, at + mark.length + MAX_NOTES));
  const end = at + mark.length + notes;
  if (!ended && (end === text.length || OPEN_NOTE.test(text.slice(end, end + MAX_NOTE))))
    return WAIT;
  if (isHan) {
    const isOpen = openAfter(text.slice(0, at), state.quoteOpen);
    return sentence(at + closedLength(mark, isOpen));
  }
  if (end < text.length && !/[\s<]/.test(text.charAt(end))) return pass(state, mark.length);
  if (at - state.line < 40 && HEADING_NUMBER.test(text.slice(state.line, at)))
    return pass(state, mark.length);
  const before = text.slice(Math.max(state.words, at - SENTENCE_CONTEXT), at);
  const bareMark = mark.replaceAll(/[*_~`]/g, "");
  const after = text.slice(end, end + SENTENCE_CONTEXT);
  const isOpen = !ended && after.length < SENTENCE_CONTEXT;
  if (isOpen && dependsOnNext({ mark: bareMark, before })) return WAIT;
  if (LEADER.test(mark) && LEADER_END.test(after)) return pass(state, mark.length);
  return endsSentence({ mark: bareMark, before, after }) ? sentence(end) : pass(state, mark.length);
}

/** Returns the length of the references to notes at the start of a text. */
function notesLength(text: string): number {
  return NOTES.exec(text)?.[0].length ?? 0;
}

function sentence(length: number): Cut {
  return { length, kind: "prose", endsBlock: false };
}

/** Returns the cut at a line end, if the line end ends a sentence. */
function lineCut(state: Uncut, markdown: boolean, ended: boolean): Cut | typeof WAIT | "none" {
  const { text, at } = state;
  const cut: Cut = { length: at, kind: "prose", endsBlock: true };
  const next = text.indexOf("\n", at + 1);
  const nextEnd = next < 0 ? text.length : next;
  if (next < 0 && !ended && text.length - at < LINE_LOOKAHEAD + 1) return WAIT;
  const nextLine = text.slice(at + 1, Math.min(nextEnd, at + 1 + LINE_LOOKAHEAD));
  const line = text.slice(state.line, at);
  if (nextLine.trim() === "") return cut;
  const isWhole = isWholeBlock(line) || (state.line === 0 && state.isHeading);
  if (markdown && (isWhole || beginsBlock(nextLine, state.isListed))) return cut;
  const lineTaken = state.line === 0 ? state.lineTaken : 0;
  const ending = {
    words: line.slice(Math.max(0, state.words - state.line)),
    length: lineTaken + line.length,
    isInner: lineTaken > 0,
    next: nextLine,
  };
  const isEnded = hasRoom(ending, state) || ITEM_END.test(line);
  const isItem = markdown && beginsLikeItem(nextLine) && isEnded;
  if (isItem || endsLikeItem(ending, state)) return cut;
  state.isWrapped ||= isWrap(ending);
  state.longest = Math.max(state.longest, ending.length);
  state.line = at + 1;
  state.words = at + 1;
  return pass(state, 1);
}

/** Returns where a text without punctuation is cut: before its last blank, or between two characters if it has none. */
function cutBefore(text: string, { least, most }: { least: number; most: number }): number {
  const blank = text.lastIndexOf(" ", most - 1);
  // Without a least length, hostile text would make chunks of one unit.
  if (blank >= least) return blank;
  for (let at = most; at > least; at -= 1) {
    if (
      !/(?:\p{M}|[\udc00-\udfff\u200d])/u.test(text.charAt(at)) &&
      text.charCodeAt(at - 1) !== 0x200d
    )
      return at;
  }
  return most;
}

import { pauseLength } from "./pauseCut.ts";
import { codeCut, reasoningCut } from "./hiddenCut.ts";
import { createLineFeeds } from "./lineFeeds.ts";
import { hasBlockMark, isHeading, isItem, isQuotation, lineStart } from "./lines.ts";
import { MAX_PROSE, type Cut, openAfter, proseCut, type Uncut, WAIT } from "./proseCut.ts";

/** A part of the input that is read without the rest: a sentence, a line, or a block of code. */
export interface Chunk {
  /** Offset in the input, UTF-16 units. */
  readonly start: number;
  /** The input as written, with the blanks before the words. */
  readonly text: string;
  readonly kind: Cut["kind"];
  /** True if the chunk begins a block: a paragraph, a list item, a heading, a table row. */
  readonly startsBlock: boolean;
  /** True if the chunk begins with a line, false if it goes on in one. */
  readonly startsLine: boolean;
  /** True if a straight quote of the block is open at the start. */
  readonly quoteOpen: boolean;
  /** True if the first line is marked as a quotation (`> `), so that the later lines carry its mark too. */
  readonly isQuoted: boolean;
}

export interface ChunkOptions {
  /** True if fences, rules and reasoning are recognised. */
  readonly markdown: boolean;
  /** How `<think>…</think>` at the head of the input is handled. */
  readonly reasoning: "skip" | "read";
}

const BLANK = /^\s*$/;
const RULE_PART = /^[-*_=~#+^.\u2022\u00b7` \t]*$/;

/** The input that is not cut yet. */
interface State extends Uncut {
  /** Offset of `text` in the input. */
  start: number;
  /** True if the last chunk ended a block. */
  blockEnded: boolean;
  /** True if the block is a quotation. */
  isQuoted: boolean;
}

/**
 * Cuts an input that arrives in parts into chunks, which tile it. A chunk is cut as soon as no later character can
 * change the cut, so the chunks do not depend on the parts.
 *
 * @example
 * const chunker = createChunker({ markdown: true, reasoning: "skip" });
 * chunker.push("Hello there. How a");
 * chunker.next(false); // "Hello there."
 */
export function createChunker(options: ChunkOptions) {
  const state = newState(0);
  const toLineFeeds = createLineFeeds();
  let parts: string[] = [];
  let gathering = 0;
  let isChanged = false;
  const gather = (): void => {
    state.text += parts.join("");
    parts = [];
    gathering = 0;
    isChanged = true;
  };
  const decidesNothing = (text: string): boolean => {
    const { quiet } = state;
    if (quiet === null) return !/[\s\u3002\uff01\uff1f]/.test(text);
    return state.text.length + gathering < quiet.length && quiet.text.test(text);
  };
  return {
    push(written: string): void {
      const text = toLineFeeds(written, false);
      parts.push(text);
      gathering += text.length;
      // Text that decides nothing is gathered without a look at the text before it.
      if (!decidesNothing(text)) gather();
    },
    /** Looks at all that has come, also at the middle of a word. */
    gather,
    /** Returns the next chunk; null if it needs more text. With `ended` the input has ended, or is flushed. */
    next(ended: boolean): Chunk | null {
      if (ended) {
        parts.push(toLineFeeds("", true));
        gather();
      }
      if (state.text === "" || !isChanged) return null;
      state.quiet = null;
      const cut = nextCut(state, options, ended);
      isChanged = cut !== WAIT;
      return cut === WAIT ? null : take(state, cut);
    },
    /** Returns the beginning of the open sentence up to a place where no later character changes it; null without one. */
    pause(): Chunk | null {
      const length =
        state.words < 0 ? 0 : pauseLength(state.text, Math.max(state.words, state.hidden));
      return length === 0 ? null : take(state, { length, kind: "prose", endsBlock: false });
    },
  };
}

function newState(start: number): State {
  return {
    text: "",
    start,
    at: 0,
    words: -1,
    line: 0,
    lineTaken: 0,
    longest: 0,
    isWrapped: false,
    isListed: false,
    isHeading: false,
    isQuoted: false,
    quoteOpen: false,
    blockEnded: true,
    lineEnded: true,
    hidden: 0,
    searched: 0,
    quiet: null,
  };
}

function take(state: State, { length, kind, endsBlock }: Cut): Chunk {
  const { start, quoteOpen, isQuoted } = state;
  const text = state.text.slice(0, length);
  const startsBlock = state.blockEnded || /^\s*\n[ \t]*\n/.test(text);
  const startsLine = state.lineEnded || /^\s*\n/.test(text);
  const newBlock = startsBlock && start > 0;
  const openBefore = newBlock ? false : quoteOpen;
  state.text = state.text.slice(length);
  state.start += length;
  state.quoteOpen = endsBlock ? false : openAfter(text, openBefore);
  const lineTaken = (state.line === 0 ? state.lineTaken : 0) + length - state.line;
  state.lineTaken = endsBlock ? 0 : lineTaken;
  state.longest = endsBlock ? 0 : Math.max(state.longest, lineTaken);
  state.isWrapped = !endsBlock && state.isWrapped;
  state.blockEnded = endsBlock;
  state.lineEnded = endsBlock;
  state.at = 0;
  state.words = -1;
  state.line = 0;
  state.hidden = 0;
  state.searched = 0;
  return { start, text, kind, startsBlock, startsLine, quoteOpen: openBefore, isQuoted };
}

/** Returns the next cut; WAIT if it depends on text that has not come. */
function nextCut(state: State, options: ChunkOptions, ended: boolean): Cut | typeof WAIT {
  if (options.markdown && options.reasoning === "skip" && state.start === 0) {
    const reasoning = reasoningCut(state, ended);
    if (reasoning !== "none") return reasoning;
  }
  if (state.words < 0) {
    const opening = openLine(state, options, ended);
    if (opening !== "words") return opening;
  }
  return proseCut(state, options.markdown, ended);
}

/** Reads how the first line begins: cuts code and rules, or finds where its words begin. */
function openLine(
  state: State,
  { markdown }: ChunkOptions,
  ended: boolean,
): Cut | typeof WAIT | "words" {
  const { text } = state;
  const first = text.search(/\S/);
  if (first < 0 || first >= MAX_PROSE) {
    state.quiet = { text: BLANK, length: MAX_PROSE };
    if (!ended && text.length < MAX_PROSE) return WAIT;
    const blanks = text.slice(0, MAX_PROSE);
    const endsBlock = state.blockEnded || /\n[ \t]*\n/.test(blanks);
    return { length: blanks.length, kind: "prose", endsBlock };
  }
  const line = text.lastIndexOf("\n", first) + 1;
  if (!markdown || (line === 0 && !state.lineEnded)) return words(state, line, first);
  const lineEnd = text.indexOf("\n", first);
  const complete = lineEnd >= 0 || ended || text.length - first > MAX_PROSE;
  const last = Math.min(text.length, first + MAX_PROSE);
  const end = lineEnd < 0 || lineEnd > last ? last : lineEnd;
  const opening = lineStart(text.slice(line, end), complete);
  if (opening === null) {
    state.quiet = { text: RULE_PART, length: first + MAX_PROSE };
    return WAIT;
  }
  if (opening.kind === "rule") return { length: end, kind: "silent", endsBlock: true };
  // The blanks before a fence are a chunk, so that the block of code begins with the fence.
  if (opening.kind === "fence" && line > 0) return { length: line, kind: "prose", endsBlock: true };
  if (opening.kind === "fence") return codeCut(state, { end, fence: opening.fence }, ended);
  if (opening.kind === "row") {
    if (!complete) return WAIT;
    return { length: end, kind: "prose", endsBlock: true };
  }
  const written = text.slice(line, end);
  if (hasBlockMark(written)) state.blockEnded = true;
  if (state.blockEnded || /\n[ \t]*\n/.test(text.slice(0, line))) state.isListed = isItem(written);
  state.isHeading = isHeading(written);
  state.isQuoted = isQuotation(written);
  return words(state, line, Math.max(first, line + opening.length));
}

function words(state: State, line: number, at: number): "words" {
  if (line > 0) state.lineTaken = 0;
  state.line = line;
  state.words = at;
  state.at = at;
  return "words";
}

import { codeCut, formulaCut, reasoningCut } from "./hiddenCut.ts";
import { createLineFeeds } from "./lineFeeds.ts";
import { hasBlockMark, isHeading, isItem, isQuotation, lineStart, opensFormula } from "./lines.ts";
import { MAX_PROSE, type Cut, openAfter, proseCut, type Uncut, WAIT } from "./proseCut.ts";

/** A part of the input that is read independently of the rest: a sentence, a line, or a block of code. */
export interface Chunk {
  /** Offset in the input, UTF-16 units. */
  readonly start: number;
  /** The input as written, with the blanks before its first word. */
  readonly text: string;
  readonly kind: Cut["kind"];
  /** True if the chunk begins a block: a paragraph, a list item, a heading, a table row. */
  readonly startsBlock: boolean;
  /** True if the chunk begins at the start of a line, false if an earlier chunk ends in the same line. */
  readonly startsLine: boolean;
  /** True if a straight quote that an earlier chunk of the block opened is still open. */
  readonly quoteOpen: boolean;
  /** True if the first line of the block is a quotation (`> `): then the later lines begin with the same mark. */
  readonly isQuoted: boolean;
  /** True if the rest of the last sentence can still arrive. */
  readonly isOpen: boolean;
}

/** What follows the text that has arrived: unknown as yet, nothing, or after a flush perhaps the rest of a sentence. */
export type Follows = "unknown" | "nothing" | "perhaps";

export interface ChunkOptions {
  /** True if fences, rules (`---`) and reasoning are recognised. */
  readonly markdown: boolean;
  /** How `<think>…</think>` at the head of the input is handled. */
  readonly reasoning: "skip" | "read";
}

const BLANK = /^\s*$/;
/** A part of a line that can still become a rule (`---`). */
const RULE_PART = /^[-*_=~#+^.\u2022\u00b7` \t]*$/;
/** A line that can still open a formula. */
const OPEN_FORMULA = /^[ \t]*(?:\$\$?|\\\[?)[ \t]*$/;

/** The part of the input that is not cut into chunks yet. */
interface State extends Uncut {
  /** Offset of `text` in the input. */
  start: number;
  /** True if the last chunk ended a block. */
  blockEnded: boolean;
  /** True if the block is a quotation. */
  isQuoted: boolean;
}

/**
 * Cuts an input that arrives in parts into chunks, which tile the input. A chunk is cut as soon as no later character
 * can change the cut, so the chunks do not depend on how the input is divided into parts.
 *
 * @example
 * const chunker = createChunker({ markdown: true, reasoning: "skip" });
 * chunker.push("Hello there. How a");
 * chunker.next("unknown")?.text; // "Hello there."
 */
export function createChunker(options: ChunkOptions) {
  const state = newState(0);
  const toLineFeeds = createLineFeeds();
  let parts: string[] = [];
  let gathered = 0;
  let isChanged = false;
  const gather = (): void => {
    state.text += parts.join("");
    parts = [];
    gathered = 0;
    isChanged = true;
  };
  /** Returns whether a part contains no place for a cut. */
  const decidesNothing = (text: string): boolean => {
    const { quiet } = state;
    if (quiet === null) return !/[\s\u3002\uff01\uff1f]/.test(text);
    return state.text.length + gathered < quiet.length && quiet.text.test(text);
  };
  return {
    push(written: string): void {
      const text = toLineFeeds(written, false);
      parts.push(text);
      gathered += text.length;
      // Such a part is gathered without reading the text before it again, so that many small parts take linear time.
      if (!decidesNothing(text)) gather();
    },
    /** Makes `next` read all text that was pushed, even if no cut is expected in it. */
    gather,
    /**
     * Returns the next chunk; null if the chunk needs more text, or if there is no text. Unless it is unknown what
     * `follows`, the rest of the text is a chunk.
     */
    next(follows: Follows): Chunk | null {
      const ended = follows !== "unknown";
      if (ended) {
        parts.push(toLineFeeds("", true));
        gather();
      }
      if (state.text === "" || !isChanged) return null;
      state.quiet = null;
      const cut = nextCut(state, options, ended);
      isChanged = cut !== WAIT;
      if (cut === WAIT) return null;
      const isOpen = cut.isRest === true && follows === "perhaps";
      return takeChunk(state, isOpen ? openCut(cut.length) : cut, isOpen);
    },
    /**
     * Returns the beginning of an open sentence, of the length that `lengthOf` returns for the text and the place where
     * its words begin; null if the length is 0 or if no sentence is open.
     */
    beginning(lengthOf: (text: string, start: number) => number): Chunk | null {
      if (state.words < 0) return null;
      const length = lengthOf(state.text, Math.max(state.words, state.hidden));
      return length === 0 ? null : takeChunk(state, openCut(length), true);
    },
    /** Returns the number of UTF-16 units that are not in a chunk yet. */
    waiting: (): number => state.text.length + gathered,
  };
}

const openCut = (length: number): Cut => ({ length, kind: "prose", endsBlock: false });

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

/** Removes a chunk from the front of the text and returns it. */
function takeChunk(state: State, { length, kind, endsBlock }: Cut, isOpen: boolean): Chunk {
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
  return { start, text, kind, startsBlock, startsLine, quoteOpen: openBefore, isQuoted, isOpen };
}

/** Returns the next cut; WAIT if the cut depends on text that has not arrived. */
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

/**
 * Cuts a rule, a table row or a block of code at the first line; at any other line finds where the words begin
 * ("words").
 */
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
  if (!markdown || (line === 0 && !state.lineEnded)) return beginWords(state, line, first);
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
  // The blanks before a fence are a chunk of their own, so that a chunk of code begins with its fence.
  if (opening.kind === "fence" && line > 0) return { length: line, kind: "prose", endsBlock: true };
  if (opening.kind === "fence") return codeCut(state, { end, fence: opening.fence }, ended);
  if (opening.kind === "row") {
    if (!complete) return WAIT;
    return { length: end, kind: "prose", endsBlock: true };
  }
  const written = text.slice(line, end);
  if (!complete && OPEN_FORMULA.test(written)) return WAIT;
  if (opensFormula(written)) {
    const formula = formulaCut(state, { end, opening: written.trim() }, ended);
    if (formula !== "none") return formula;
  }
  if (hasBlockMark(written)) state.blockEnded = true;
  if (state.blockEnded || /\n[ \t]*\n/.test(text.slice(0, line))) state.isListed = isItem(written);
  state.isHeading = isHeading(written);
  state.isQuoted = isQuotation(written);
  return beginWords(state, line, Math.max(first, line + opening.length));
}

/** Notes the start of the first line and of its words. */
function beginWords(state: State, line: number, at: number): "words" {
  if (line > 0) state.lineTaken = 0;
  state.line = line;
  state.words = at;
  state.at = at;
  return "words";
}

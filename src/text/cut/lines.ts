/** Quote marks, list marks and a heading mark: everything before the words of a line. */
const PREFIX =
  /^[ \t]*(?:>[ \t]*)*(?:(?:[-*+\u2022]|\d{1,9}[.)])(?=[ \t])[ \t]*(?:\[[ xX]\](?=[ \t])[ \t]*)?)*(?:#{1,6}(?=[ \t])[ \t]*)?/;
/** A line that can still become a list item, a heading, a quote or a fence. */
const OPEN_PREFIX =
  /^[ \t]*(?:>[ \t]*)*(?:(?:[-*+\u2022]|\d{1,9}[.)]?)[ \t]*(?:\[[ xX]?\]?[ \t]*)?)*(?:#{1,6}[ \t]*|`{1,2}|~{1,2})?$/;
/** A fence with the blanks, quote marks and list marks before it. After a fence of backticks the line has no backtick. */
const FENCE = /^([ \t]*(?:>[ \t]*)*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*)(`{3,}(?=[^`]*$)|~{3,})(.*)$/;
/** A rule: one mark at least three times, with or without blanks. */
const RULE = /^[ \t>]*([-*_=~#+^.\u2022\u00b7`])(?:[ \t]*\1){2,}[ \t]*$/;
/** A line that can still become a rule. */
const OPEN_RULE = /^[ \t>]*([-*_=~#+^.\u2022\u00b7`])(?:[ \t]*\1)*[ \t]*$/;
const BLOCK_PREFIX = /^[ \t]*(?:>[ \t]*)*(?:(?:[-*+\u2022]|\d{1,9}[.)])[ \t]|#{1,6}[ \t]|\|)/;
const ITEM = /^[ \t]*(?:>[ \t]*)*(?:[-*+\u2022]|\d{1,9}[.)])[ \t]/;
const YEAR = /^[ \t]*(?:>[ \t]*)*\d{4,9}[.)][ \t]/;
/** The time of a log line, the times of a subtitle, the number of a reference, a circled number. None of them continues a sentence. */
const STAMP =
  /^(?:\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d|(?:\d\d:)?\d\d:\d\d[,.]\d{3} ?-->|\[\d{1,3}\] (?=\p{Lu})|\[[A-Z]{4,8}\] |[\u2460-\u2473]|\[?\d{1,2}\/\d{1,2}\/\d{2,4},? \d{1,2}:\d\d)/u;
/** A bold label, as before the values of a form: `**Name:** Ana`. */
const LABEL = /^[ \t]*(?:>[ \t]*)*(?:\*\*|__)[^*_\n]{1,40}(?::(?:\*\*|__)|(?:\*\*|__) ?:)/;
/** A line that is entirely in square brackets: `[Chorus]`. */
const BRACKETED = /^[ \t]*\[[^\][\n]{1,60}\][ \t]*$/;
/** The times of a subtitle, which the next line never continues. */
const CUE = /^(?:\d\d:)?\d\d:\d\d[,.]\d{3} ?-->/;
/** A number that begins an item or continues the sentence of the previous line. Only 1 always begins an item. */
const INNER_NUMBER = /^[ \t]*(?:>[ \t]*)*(?!1[.)])\d{1,9}[.)][ \t]/;
/** Letters, small Roman numerals and pictures at the start of items. */
const OTHER_MARK =
  /^[ \t]*(?:>[ \t]*)*(?:\(?(?:[a-zA-Z]|[ivx]{2,4})[.)][ \t]|\(\d{1,2}\)[ \t]|[\u2013\u2014\u2043\u2192\u231a-\u23ff\u25a0-\u2612\u2614\u2615\u260e\u26a0\u26a1\u2708\u2709\u2728\u2764\u2b50\u2705\u2713-\u2718\u274c\u274e\u27a4\u{1f300}-\u{1faff}])/u;
/** The number of a section: `2.1 Budget`. */
const SECTION = /^[ \t]*(?:>[ \t]*)*\d{1,2}(?:\.\d{1,2}){1,3} +\p{Lu}/u;
/** From this length on a line of fence marks is a rule, because people write such lines as separators. */
const BANNER = 5;

/** The line that opens a block of code. */
export interface Fence {
  readonly mark: string;
  readonly quoted: boolean;
  /** True if the line names a language, as no closing fence does. */
  readonly named: boolean;
}

/** How a line begins. */
export type LineStart =
  | { readonly kind: "fence"; readonly fence: Fence }
  /** A line that is not spoken. */
  | { readonly kind: "rule" }
  | { readonly kind: "row" }
  /** `length`: number of characters before the words. */
  | { readonly kind: "words"; readonly length: number };

/** Returns how a line begins; null if the line is not `complete` and its rest can change the result. */
export function lineStart(line: string, complete: boolean): LineStart | null {
  const fence = fenceOf(line);
  if (RULE.test(line) && (fence === null || fence.mark.length >= BANNER))
    return complete ? { kind: "rule" } : null;
  if (fence !== null) return complete ? { kind: "fence", fence } : null;
  if (!complete && (OPEN_PREFIX.test(line) || OPEN_RULE.test(line))) return null;
  if (/^[ \t>]*\|/.test(line)) return { kind: "row" };
  return { kind: "words", length: PREFIX.exec(line)?.[0].length ?? 0 };
}

function fenceOf(line: string): Fence | null {
  const match = FENCE.exec(line);
  if (match === null) return null;
  const [, prefix = "", mark = "", name = ""] = match;
  return { mark, quoted: prefix.includes(">"), named: name.trim() !== "" };
}

/** Returns whether a line closes a fence. */
export function closesFence(line: string, { mark }: Fence): boolean {
  const run = /^[\s>]*(`{3,}|~{3,})\s*$/.exec(line)?.[1];
  return run !== undefined && run.startsWith(mark);
}

/** Returns whether a line opens a fence with a language. Such a line does not occur inside a fence without a language. */
export function opensNamedFence(line: string): boolean {
  return fenceOf(line)?.named ?? false;
}

/** Returns whether a line begins with the mark of a list item, a heading or a table row. */
export function hasBlockMark(line: string): boolean {
  return BLOCK_PREFIX.test(line);
}

/** Returns whether a line is an item of a list. */
export function isItem(line: string): boolean {
  return ITEM.test(line);
}

/** Returns whether a line is a heading. */
export function isHeading(line: string): boolean {
  return /^[ \t]*(?:>[ \t]*)*#{1,6}[ \t]/.test(line);
}

/** Returns whether a line opens a formula of several lines. */
export function opensFormula(line: string): boolean {
  return /^[ \t]*(?:\$\$|\\\[)[ \t]*$/.test(line);
}

/** Returns whether a line is marked as a quotation. */
export function isQuotation(line: string): boolean {
  return /^[ \t]*>/.test(line);
}

/**
 * Returns whether a line begins a block and thus ends the sentence before it: a list item, a heading, a table row, a rule
 * or a fence. `isListed`: true if the line follows an item of a list.
 */
export function beginsBlock(line: string, isListed: boolean): boolean {
  return (
    (BLOCK_PREFIX.test(line) && !(isListed ? YEAR : INNER_NUMBER).test(line)) ||
    RULE.test(line) ||
    STAMP.test(line) ||
    LABEL.test(line) ||
    BRACKETED.test(line) ||
    opensFormula(line) ||
    fenceOf(line) !== null ||
    line.includes(" | ")
  );
}

/** Returns whether a line is an item or a wrapped line of a sentence, which look the same: `2. b`, `b. two`, `✓ done`. */
export function beginsLikeItem(line: string): boolean {
  return (
    (INNER_NUMBER.test(line) && !YEAR.test(line)) || OTHER_MARK.test(line) || SECTION.test(line)
  );
}

/** Returns whether a line is a heading or a table row, which the next line never continues. */
export function isWholeBlock(line: string): boolean {
  return (
    /^[ \t]*(?:>[ \t]*)*(?:#{1,6}[ \t]|\|)/.test(line) ||
    line.includes(" | ") ||
    BRACKETED.test(line) ||
    CUE.test(line)
  );
}

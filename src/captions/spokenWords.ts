import type { Mark } from "../sound.ts";

/** A spoken word as the caller wrote it, with the marks and silent signs beside it. */
export interface SpokenWord {
  /** Without line ends; blanks are single. */
  readonly text: string;
  /** Whether white space stands before the word; not inside Chinese text. */
  readonly isApart: boolean;
  /** What ends between this word and the next. A blank line and skipped code end a paragraph. */
  readonly ends: "line" | "paragraph" | null;
  /** End of the word in the caller's text, UTF-16 units. */
  readonly end: number;
  /** Seconds. */
  readonly fromS: number;
  readonly toS: number;
}

/** What opens the next word if no white space stands between two words. */
const OPENING = /[\p{Ps}\p{Pi}]+$/u;
/** Longest silent text between two words that is kept. A longer one, such as skipped code, was not spoken. */
const MAX_SILENT = 42;
/** The marks of a long silent text that touch the word after it, or the word before it. */
const BESIDE_NEXT = /\s\S{0,4}$/u;
const BESIDE_LAST = /^\S{0,4}\s/u;

/**
 * Creates a reader of the words of a text from their marks, which can come while the text is spoken. The texts of the
 * words, with a blank before each that `isApart`, are the text with single blanks; only long silent parts are missing.
 *
 * @example
 * const words = createSpokenWords("Oh, hi!");
 * words.push([{ start: 0, end: 2, fromS: 0, toS: 0.2 }]); // []: the next word decides where this one ends
 * words.push([{ start: 4, end: 6, fromS: 0.3, toS: 0.5 }]); // "Oh,"
 * words.end(); // "hi!"
 */
export function createSpokenWords(text: string) {
  /** The last mark; its word is not complete until the next one is known. */
  let last: Mark | null = null;
  /** Place at which the next word begins, with the signs before it. */
  let start = 0;

  function* until(next: Mark | null): Generator<SpokenWord> {
    const gap = text.slice(last?.end ?? 0, next?.start);
    const border = next === null ? gap.length : borderIn(gap, last === null);
    const end = (last?.end ?? 0) + border;
    if (last !== null) yield { ...wordOf(last, end), ends: endIn(gap) };
    start = end;
    last = next;
  }
  function wordOf({ start: from, end: to, fromS, toS }: Mark, end: number) {
    const before = kept(text.slice(start, from), BESIDE_NEXT);
    const after = kept(text.slice(to, end), BESIDE_LAST);
    return {
      text: `${before}${text.slice(from, to)}${after}`.replace(/\s+/gu, " ").trim(),
      isApart: /^\s/u.test(text.slice(start, end)) || start === 0,
      end,
      fromS,
      toS,
    };
  }
  return {
    /** Takes the next marks. Returns the words that are now complete. */
    push: (marks: readonly Mark[]): SpokenWord[] => marks.flatMap((mark) => [...until(mark)]),
    /** Returns the last word. */
    end: (): SpokenWord[] => [...until(null)],
  };
}

/** Returns how much of the text between two words belongs to the first: all up to the last line end or white space. */
function borderIn(gap: string, isFirst: boolean): number {
  if (isFirst) return 0;
  const line = gap.lastIndexOf("\n");
  if (line >= 0) return line;
  const blank = gap.search(/\s\S*$/u);
  if (blank >= 0) return blank;
  return gap.length - (OPENING.exec(gap)?.[0].length ?? 0);
}

/** Returns a silent text, and of a long one only the marks beside the word. */
function kept(silent: string, beside: RegExp): string {
  return silent.length <= MAX_SILENT ? silent : (beside.exec(silent)?.[0] ?? " ");
}

function endIn(gap: string): SpokenWord["ends"] {
  const lines = gap.split("\n").length - 1;
  return lines === 0 ? null : lines === 1 ? "line" : "paragraph";
}

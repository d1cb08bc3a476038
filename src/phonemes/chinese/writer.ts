import type { TextRange } from "../../text/words.ts";
import { ENDS_IN_MARK, type SymbolRange } from "../symbols.ts";

/** Writes a phoneme string and remembers which part of the text each symbol comes from. */
export interface Writer {
  /** Begins a word: adds a blank if something precedes it. */
  word(): void;
  /** Adds symbols that have a sound and returns the index at which they begin. */
  add(symbols: string): number;
  /** Notes that the symbols in `range` come from `part` of the text. */
  remember(part: TextRange, range: SymbolRange): void;
  /** Adds a mark after the last word. Marks before the first word and a second mark at the same place are dropped. */
  mark(mark: string): void;
  /** Returns the symbols of a part of the text, or null if it has none. */
  rangeOf(part: TextRange): SymbolRange | null;
  /** Returns the phoneme string with a mark at its end; empty if no symbol was added. */
  finish(): string;
}

/** Creates a writer for a text of `length` UTF-16 units. */
export function createWriter(length: number): Writer {
  let symbols = "";
  let hasSound = false;
  const ranges: (SymbolRange | undefined)[] = Array.from({ length });
  return {
    word() {
      if (symbols !== "" && !symbols.endsWith("(")) symbols += " ";
    },
    add(added) {
      const start = symbols.length;
      symbols += added;
      hasSound = true;
      return start;
    },
    remember({ from, to }, range) {
      ranges.fill(range, from, to);
    },
    mark(mark) {
      if (mark === "(") symbols += symbols === "" ? mark : ` ${mark}`;
      else if (mark === ")") symbols += symbols.includes("(") ? mark : "";
      else if (hasSound && !ENDS_IN_MARK.test(symbols) && !symbols.endsWith("(")) symbols += mark;
    },
    rangeOf({ from, to }) {
      const inside = ranges.slice(from, to).filter((range) => range !== undefined);
      const [first, last] = [inside.at(0), inside.at(-1)];
      return first && last ? { from: first.from, to: last.to } : null;
    },
    finish() {
      if (!hasSound) return "";
      return ENDS_IN_MARK.test(symbols) ? symbols : `${symbols}.`;
    },
  };
}

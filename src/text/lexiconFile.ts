import { readFileSync, statSync } from "node:fs";
import { messageOf } from "../message.ts";
import { type Lexicon, parseLexicon } from "./lexicon.ts";

/** The lexicon of a file that can change. */
export interface LexiconFile {
  /** The entries of the last version of the file that was right. */
  current(): Lexicon;
  /** What is wrong with the file as it is now, with its name and line; null if nothing is. */
  problem(): string | null;
}

/**
 * Reads a lexicon file. Each use looks at the file's time and size (a few microseconds), so that a change counts from
 * the next request on: a changed file replaces all entries; a wrong one keeps them, is logged, and shows in `problem`.
 * Throws an Error with the file and the line if the file is wrong at the start.
 *
 * @example
 * const file = openLexiconFile("lexicon.txt", console.warn);
 * file.current();
 */
export function openLexiconFile(path: string, log: (message: string) => void): LexiconFile {
  let version = versionOf(path);
  let lexicon = parseLexicon(readFileSync(path, "utf8"), path);
  let problem: string | null = null;

  function refresh(): void {
    try {
      const found = versionOf(path);
      if (found === version) return;
      version = found;
      lexicon = parseLexicon(readFileSync(path, "utf8"), path);
      problem = null;
      log(`lexicon ${path} is read again`);
    } catch (error) {
      const found = messageOf(error);
      if (found !== problem) log(`lexicon keeps its entries: ${found}`);
      problem = found;
    }
  }

  return {
    current() {
      refresh();
      return lexicon;
    },
    problem() {
      refresh();
      return problem;
    },
  };
}

/** Returns a text that differs between two versions of a file. Throws an Error if the file is missing. */
function versionOf(path: string): string {
  const { mtimeNs, ctimeNs, size, ino } = statSync(path, { bigint: true });
  return `${mtimeNs} ${ctimeNs} ${size} ${ino}`;
}

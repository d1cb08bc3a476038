import { readFileSync, statSync } from "node:fs";
import { messageOf } from "../message.ts";
import { type Lexicon, parseLexicon } from "./lexicon.ts";

/** A lexicon file that can change while the server runs. */
export interface LexiconFile {
  /** Returns the entries of the last version of the file without an error. */
  current(): Lexicon;
  /** Returns the error of the current version of the file, with file name and line; null if it has none. */
  problem(): string | null;
}

/**
 * Opens a lexicon file. Each use compares the file's times and size (a few microseconds), so that a change takes effect
 * with the next request. A changed file replaces all entries. If the changed file has an error, the entries stay, and the
 * error is logged and returned by `problem`. Throws an Error with file name and line if the file has an error at the start.
 *
 * @example
 * const file = openLexiconFile("lexicon.txt", console.warn);
 * file.current();
 */
export function openLexiconFile(path: string, log: (message: string) => void): LexiconFile {
  let version = versionOf(path);
  let lexicon = parseLexicon(textOf(path), path);
  let problem: string | null = null;

  function refresh(): void {
    try {
      const current = versionOf(path);
      if (current === version) return;
      version = current;
      lexicon = parseLexicon(textOf(path), path);
      problem = null;
      log(`lexicon ${path} changed and was read again`);
    } catch (error) {
      const message = messageOf(error);
      if (message !== problem) log(`lexicon stays as it was: ${message}`);
      problem = message;
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

/** Returns the text of a file. Throws an Error if the file is not UTF-8. */
function textOf(path: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(path));
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new Error(`${path} is not UTF-8; save it as UTF-8`, { cause });
  }
}

/** Returns a text that differs between two versions of a file. Throws an Error if the file is missing. */
function versionOf(path: string): string {
  const { mtimeNs, ctimeNs, size, ino } = statSync(path, { bigint: true });
  return `${mtimeNs} ${ctimeNs} ${size} ${ino}`;
}

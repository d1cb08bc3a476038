import type { Dictionary } from "./dictionary.ts";
import type { Place } from "./special.ts";
import type { Unknown } from "./unknown.ts";
import type { WordReader } from "./words.ts";

/** What reads a word of English, from the most reliable to the last. */
export interface Readers {
  readonly dictionary: Dictionary;
  readonly words: WordReader;
  readonly unknown: Unknown;
}

/** Reads a listed word, also one with long vowels (`sooo`) or foreign diacritics; null for any other. */
export function readKnown(word: string, place: Place, readers: Readers): string | null {
  const { words, dictionary } = readers;
  const short = squeezed(word).find((form) => dictionary(form) !== undefined);
  const symbols = words(short ?? word, place);
  if (symbols !== null) return symbols;
  const bare = word.normalize("NFD").replace(/\p{M}/gu, "");
  const plain = bare === word ? null : words(bare, place);
  // A final é is never silent, so `soufflé` is not read as souffle.
  return /ée?s?$/.test(word) && !/Az?$/.test(plain ?? "") ? null : plain;
}

/** Returns the forms of a word without its long rows of one letter: `sooo` → `soo`, `so`. */
function squeezed(word: string): string[] {
  if (!/(\p{L})\1\1/u.test(word)) return [];
  return ["$1$1", "$1"].map((short) => word.replace(/(\p{L})\1{2,}/gu, short));
}

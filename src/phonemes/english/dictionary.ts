import type { Entry, Lexicon } from "./lexicon.ts";
import { remembering } from "./remembering.ts";

/** What a dictionary lists of a word; null: the word is spelled. */
export type Dictionary = (word: string) => Entry | undefined;

/**
 * Joins lexicons into one dictionary, the most reliable first. A word in small letters is also found
 * by its capitalised form, and the reverse. The last words looked up are remembered.
 */
export function createDictionary(lexicons: readonly Lexicon[]): Dictionary {
  return remembering((word) => {
    for (const lexicon of lexicons) {
      const entry = lexicon(word) ?? lexicon(otherCase(word));
      if (entry !== undefined) return entry;
    }
    return undefined;
  });
}

/**
 * Returns `Word` for `word`, `word` for `Word`, and any other word as it is. A single letter stays, because the entry of the
 * capital is the name of the letter.
 */
function otherCase(word: string): string {
  if (word.length < 2) return word;
  const small = word.toLowerCase();
  const capitalised = small.charAt(0).toUpperCase() + small.slice(1);
  if (word === small) return capitalised;
  return word === capitalised ? small : word;
}

/** Returns the phonemes of an entry for a part of speech (a Penn tag); null: the word is spelled. */
export function phonemesFor(entry: Entry, tag: string): string | null {
  if (typeof entry === "string") return entry;
  for (const key of [tag, PARENTS[tag.slice(0, 2)] ?? tag, "DEFAULT"]) {
    const symbols = entry[key];
    if (symbols !== undefined) return symbols;
  }
  return null;
}

const PARENTS: Readonly<Record<string, string>> = { VB: "VERB", NN: "NOUN", RB: "ADV", JJ: "ADJ" };

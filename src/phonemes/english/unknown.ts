import type { Dictionary } from "./dictionary.ts";
import { plural } from "./endings.ts";

/** Guesses the phonemes of a word that no lexicon lists; "" if it knows none of its letters. */
export type Unknown = (word: string) => string;

/** Characters of a word → phonemes as the network writes them. */
export type Network = (letters: string) => string;

/** The network reads no more letters at once; a longer word is read in pieces. */
const MOST_LETTERS = 24;
/** A word this long is no word; the rest of it is left out, so that reading takes at most 20 ms. */
const MOST_PIECES = 16;
const REMEMBERED = 4096;
const ENDING = /^(.+)'(s|ll|ve|re|d|m)$/;
const CAPITALS = /^\p{Lu}{2,}$/u;
/** The network can write a change of language in parentheses, and blanks and hyphens. */
const NOT_SPOKEN = /\([^)]*\)|[ ()\-1ʀ]/g;

/** Creates a guesser that remembers its last words. */
export function createUnknown(network: Network, dictionary: Dictionary): Unknown {
  const remembered = new Map<string, string>();
  const guess: Unknown = (word) => {
    const [, stem, ending] = ENDING.exec(word) ?? [];
    if (stem !== undefined) {
      const sound = ending === "s" ? "" : dictionary(`'${ending}`);
      return ending === "s"
        ? plural(guess(stem))
        : guess(stem) + (typeof sound === "string" ? sound : "");
    }
    const letters = CAPITALS.test(word) ? word.charAt(0) + word.slice(1).toLowerCase() : word;
    let symbols = "";
    for (let at = 0; at < letters.length && at < MOST_LETTERS * MOST_PIECES; at += MOST_LETTERS)
      symbols += network(letters.slice(at, at + MOST_LETTERS));
    return symbols.replace(NOT_SPOKEN, "");
  };
  return (word) => {
    const known = remembered.get(word);
    if (known !== undefined) return known;
    if (remembered.size >= REMEMBERED) remembered.clear();
    const symbols = guess(word);
    remembered.set(word, symbols);
    return symbols;
  };
}

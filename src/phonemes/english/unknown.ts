import type { Dictionary } from "./dictionary.ts";
import { cliticOf, plural } from "./endings.ts";
import { spelled } from "./letters.ts";
import { remembering } from "./remembering.ts";
import { PRIMARY, SECONDARY } from "./sounds.ts";
import { emphasised } from "./stress.ts";

/** Guesses the phonemes of a word that no lexicon lists; spells it if the network knows none of its letters. */
export type Unknown = (word: string) => string;

/** Characters of a word → phonemes as the network writes them. */
export type Network = (letters: string) => string;

/** The network reads no more letters at once; a longer word is read in pieces. */
const MOST_LETTERS = 24;
/** The rest of a longer word is left out, so that reading takes at most 20 ms. */
const MOST_PIECES = 16;
const CAPITALS = /^\p{Lu}{2,}$/u;
/** Symbols of the network that are not spoken: a change of language in parentheses, blanks, hyphens and others. */
const NOT_SPOKEN = /\([^)]*\)|[ ()\-1ʀ]/g;

/** Creates a guesser that remembers its last words. */
export function createUnknown(network: Network, dictionary: Dictionary): Unknown {
  const guess: Unknown = (word) => {
    const stem = word.endsWith("'s") ? { stem: word.slice(0, -2), add: plural } : cliticOf(word);
    if (stem) return stem.add(guess(stem.stem));
    const letters = CAPITALS.test(word) ? word.charAt(0) + word.slice(1).toLowerCase() : word;
    let symbols = "";
    for (let at = 0; at < letters.length && at < MOST_LETTERS * MOST_PIECES; at += MOST_LETTERS)
      symbols += network(letters.slice(at, at + MOST_LETTERS));
    return oneStress(symbols.replace(NOT_SPOKEN, "")) || spelled(letters, dictionary);
  };
  return remembering(guess);
}

/** Leaves one primary stress, the last: the network writes none for some names and two for names such as `JoAnn`. */
function oneStress(symbols: string): string {
  const last = symbols.lastIndexOf(PRIMARY);
  if (last < 0) return symbols.includes(SECONDARY) ? symbols : emphasised(symbols);
  return symbols.slice(0, last).replaceAll(PRIMARY, SECONDARY) + symbols.slice(last);
}

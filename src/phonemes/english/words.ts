import { phonemesFor, type Dictionary } from "./dictionary.ts";
import { cliticOf, stemsOf } from "./endings.ts";
import { spelled } from "./letters.ts";
import { SPELLED_WORDS } from "./ownWords.ts";
import { readSpecial, type Place } from "./special.ts";
import { emphasised, withStress } from "./stress.ts";

/** Reads one word without hyphens; null if it is neither listed nor made of listed words. */
export type WordReader = (word: string, place: Place) => string | null;

const CAPITALS = /^\p{Lu}[\p{Lu}']*$/u;
/** Capitals inside a word: `O'Neill`, `WhatsApp`. */
const MIXED = /^.+\p{Lu}/u;
const CAPITAL = /\p{Lu}/u;
/** A letter, or up to five capitals or small letters without a vowel, which are spelled; longer rows are read. */
const LETTERS = /^(?:[a-z]|[A-Z]{1,5}|[bcdfghjklmnpqrstvwxz]{2,5})$/;

/** Creates the reader of words that follow the dictionary and its rules. */
export function createWordReader(dictionary: Dictionary): WordReader {
  /** Reads a listed word; capitals and letters without a vowel by the names of their letters. */
  const plain: WordReader = (word, { tag, following }) => {
    const entry =
      dictionary(word) ?? (CAPITALS.test(word) ? dictionary(word.toLowerCase()) : undefined);
    const isRow = LETTERS.test(word) || SPELLED_WORDS.has(word);
    if (entry === undefined) return isRow ? spelled(word, dictionary) : null;
    const isFunction = typeof entry === "object" && following === "pause" && "None" in entry;
    return phonemesFor(entry, isFunction ? "None" : tag) ?? spelled(word, dictionary);
  };
  const withEnding: WordReader = (word, place) => {
    for (const { stem, add } of stemsOf(word)) {
      const symbols = plain(stem, place);
      if (symbols) return add(word.endsWith("ing") ? withStress(symbols) : symbols);
    }
    return null;
  };
  const withClitic: WordReader = (word, place) => {
    const clitic = cliticOf(word);
    const symbols = clitic && read(clitic.stem, place);
    return clitic && symbols ? clitic.add(symbols) : null;
  };
  const read: WordReader = (word, place) =>
    plain(word, place) ??
    (word.length > 1 && word.endsWith("'") ? read(word.slice(0, -1), place) : null) ??
    withEnding(word, place) ??
    withClitic(word, place);
  /** `NOT` and `CATS` are words, `XKCD` is not. */
  const readCapitals: WordReader = (word, place) => {
    if (dictionary(word) !== undefined) return plain(word, place);
    const small = word.toLowerCase();
    // Endings of three capitals are not read: AWS is not the plural of "aw".
    const symbols = word.length > 3 || dictionary(small) !== undefined ? read(small, place) : null;
    return symbols ?? plain(word, place);
  };
  return (word, place) => {
    const special = readSpecial(word, place, dictionary);
    if (special !== null) return special;
    const isCapitals = word.length > 1 && CAPITALS.test(word);
    const symbols = isCapitals
      ? readCapitals(word, place)
      : (read(word, place) ?? (MIXED.test(word) ? read(word.toLowerCase(), place) : null));
    if (symbols === null || !CAPITAL.test(word)) return symbols;
    return isCapitals ? emphasised(symbols) : withStress(symbols);
  };
}

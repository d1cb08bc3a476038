import type { Token } from "../tokens.ts";
import { readToken } from "./compounds.ts";
import { createDictionary } from "./dictionary.ts";
import { stemsOf } from "./endings.ts";
import type { HomographReader, Reading } from "./homographs/homographs.ts";
import type { Readers } from "./known.ts";
import { spelledRow } from "./letters.ts";
import type { Lexicon } from "./lexicon.ts";
import { ownLexicon } from "./ownWords.ts";
import { loweredIfShouted } from "./shouted.ts";
import { beginningOf, type Following } from "./sounds.ts";
import type { Place } from "./special.ts";
import { createUnknown, type Network } from "./unknown.ts";
import { createWordReader } from "./words.ts";
import { SPOKEN, writtenWord } from "./written.ts";

/** A token of a sentence. `said`: its phonemes if it is a word of another language. */
export interface EnglishToken extends Token {
  readonly said?: string;
}

export interface English {
  /** Returns the phonemes of each token of a sentence, "" for a token that is not spoken. */
  read(tokens: readonly EnglishToken[]): string[];
  /** Returns whether a lexicon lists the word or its stem. */
  knows(word: string): boolean;
}

export interface EnglishParts {
  /** The most reliable first. */
  readonly lexicons: readonly Lexicon[];
  readonly network: Network;
  readonly homographs: HomographReader;
}

/** Creates the reader of English sentences. */
export function createEnglish({ lexicons, network, homographs }: EnglishParts): English {
  const dictionary = createDictionary([ownLexicon, ...lexicons]);
  const unknown = createUnknown(network, dictionary);
  const readers: Readers = { dictionary, unknown, words: createWordReader(dictionary) };
  const isListed = (word: string): boolean => dictionary(word) !== undefined;
  return {
    read(tokens) {
      const texts = loweredIfShouted(tokens.map((token) => writtenWord(token, isListed)));
      const readings = readingsOf(tokens, texts, homographs);
      return readBackwards(tokens, { texts, readings, readers });
    },
    // Shorter stems are syllables of other languages.
    knows: (word) =>
      isListed(word) || stemsOf(word).some(({ stem }) => stem.length > 2 && isListed(stem)),
  };
}

/** Returns the reading of each token. The homograph reader also gets the marks, each as a token. */
function readingsOf(
  tokens: readonly EnglishToken[],
  texts: readonly string[],
  homographs: HomographReader,
): readonly Reading[] {
  const places: number[] = [];
  const sentence: string[] = [];
  tokens.forEach(({ text, before, after }, i) => {
    sentence.push(...before.split(""));
    places.push(sentence.push(texts[i] || text) - 1);
    sentence.push(...after.split(""));
  });
  const readings = homographs(sentence);
  return places.map((place, i) => (isLetterA(texts, i, tokens) ? LETTER : readings[place]!));
}

const LETTER: Reading = { tag: "NN" };

/**
 * Returns whether `A` names a letter, as in `plan A or`. In titles (`Once Upon A Time`) and at the beginning of a sentence it
 * is the article.
 */
function isLetterA(texts: readonly string[], i: number, tokens: readonly EnglishToken[]): boolean {
  if (texts[i] !== "A" || i === 0 || tokens[i - 1]!.after !== "") return false;
  const isTitle = [i - 1, i + 1].every((at) => /^\p{Lu}/u.test(texts[at] ?? ""));
  return !isTitle;
}

interface Sentence {
  readonly texts: readonly string[];
  readonly readings: readonly Reading[];
  readonly readers: Readers;
}

/** Reads from right to left, because the sound of `the`, `to` and others depends on what follows. */
function readBackwards(tokens: readonly EnglishToken[], sentence: Sentence): string[] {
  const { texts, readings, readers } = sentence;
  const said: string[] = [];
  let following: Following = "pause";
  for (let i = tokens.length - 1; i >= 0; i -= 1) {
    const token = tokens[i]!;
    const { tag, phonemes, parts } = readings[i]!;
    if (/[^)]/.test(token.after)) following = "pause";
    const beforeTo = texts[i + 1]?.toLowerCase() === "to";
    const place: Place = { tag, following, beforeTo, parts };
    const word = { text: texts[i]!, isSpelled: token.isSpelled };
    const symbols = token.said ?? phonemes ?? symbolsOf(word, place, readers);
    said[i] = symbols.replaceAll("ɾ", "T").replaceAll("ʔ", "t");
    following = beginningOf(symbols) ?? following;
  }
  return said;
}

function symbolsOf(
  { text, isSpelled }: Pick<EnglishToken, "text" | "isSpelled">,
  place: Place,
  readers: Readers,
): string {
  if (!SPOKEN.test(text)) return "";
  return isSpelled ? spelledRow(text, readers.dictionary) : readToken(text, place, readers);
}

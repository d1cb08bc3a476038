import type { Utterance } from "../engine.ts";
import type { English, EnglishToken } from "./english/english.ts";
import type { Language } from "../text/speak/verbaliser.ts";
import type { Phonemes, SymbolRange } from "./symbols.ts";
import { malayPhonemes } from "./malay/malay.ts";
import { type Token, tokensOf } from "./tokens.ts";
import { languagesOfWords } from "./wordLanguages.ts";

/** Turns text into phonemes, synchronously: a sentence takes about 0.5 ms. One instance serves a process. */
export interface Phonemiser {
  phonemes(utterance: Pick<Utterance, "text" | "words" | "language">): Phonemes;
}

export interface PhonemiserParts {
  readonly english: English;
  /** The symbols that the models know; others are left out. */
  readonly alphabet: ReadonlySet<string>;
  /** False: Malay words are read as English, for comparison. True by default. */
  readonly readsMalay?: boolean;
}

/** Creates the phonemiser of a process from its languages. */
export function createPhonemiser(parts: PhonemiserParts): Phonemiser {
  const { english, alphabet, readsMalay = true } = parts;
  const isEnglish = (word: string): boolean => english.knows(word);
  return {
    phonemes({ text, words, language }) {
      const written = tokensOf(text, words);
      const tokens = readsMalay ? withMalay(written, language, isEnglish) : written;
      const said = english.read(tokens).map((symbols) => within(symbols, alphabet));
      return joined(tokens, { said, count: words.length });
    },
  };
}

/** Gives the phonemes of Malay words to their tokens. A Malay word without a vowel is spelled in English. */
function withMalay(
  tokens: readonly Token[],
  language: Language,
  isEnglish: (word: string) => boolean,
): EnglishToken[] {
  const texts = tokens.map(({ text }) => text);
  const languages = languagesOfWords(texts, language, isEnglish);
  return tokens.map((token, i) => {
    const isMalay = languages[i] === "ms" && !token.isSpelled;
    const said = isMalay ? malayPhonemes(token.text) : null;
    return said === null ? token : { ...token, said };
  });
}

function within(symbols: string, alphabet: ReadonlySet<string>): string {
  return Array.from(symbols, (symbol) =>
    symbol.length === 1 && alphabet.has(symbol) ? symbol : "",
  ).join("");
}

interface Said {
  /** Phonemes of each token. */
  readonly said: readonly string[];
  /** Number of words of the utterance. */
  readonly count: number;
}

/** Joins the phonemes of tokens and their marks. A mark after a silent word belongs to the word before it. */
function joined(tokens: readonly EnglishToken[], { said, count }: Said): Phonemes {
  const words = Array.from({ length: count }, (): SymbolRange | null => null);
  let [symbols, after] = ["", ""];
  let before = "";
  tokens.forEach((token, i) => {
    before ||= token.before;
    if (said[i] === "") {
      after ||= symbols === "" ? "" : token.after;
      return;
    }
    symbols += withBlank(after, symbols === "") + before;
    const from = symbols.length;
    symbols += said[i];
    const { word } = token;
    if (word >= 0) words[word] = { from: words[word]?.from ?? from, to: symbols.length };
    ({ after } = token);
    before = "";
  });
  if (symbols !== "") symbols += ended(after);
  return { symbols, words };
}

/** Returns the marks between two words. A dash stands between blanks. */
function withBlank(after: string, isFirst: boolean): string {
  if (isFirst) return "";
  return after.endsWith("—") ? `${after.slice(0, -1)} — ` : `${after} `;
}

/** Returns the marks at the end. Without a mark the last word would be cut short and its pitch stay up. */
function ended(after: string): string {
  return /[;:,.!?…—]$/.test(after) ? after : `${after}.`;
}

import { latinWord } from "../text/language/wordLanguage.ts";
import type { Language } from "../text/speak/verbaliser.ts";
import { isGivenName } from "./malay/givenNames.ts";
import { hasEnglishSpelling, hasMalayShape } from "./malay/malayShape.ts";
import { SHARED } from "./malay/sharedWords.ts";

/** The language by whose rules a word is read. */
export type ReadingLanguage = "en" | "ms";

/**
 * What a word says about its own language. `sure`: its language does not depend on its neighbours. `open`: a
 * word of both languages. `unknown`: a word of neither.
 */
type Clue =
  | { readonly kind: "sure"; readonly language: ReadingLanguage }
  | { readonly kind: "open" | "unknown" };

const ENGLISH = { kind: "sure", language: "en" } as const;
const LATIN = /^[\p{sc=Latin}\p{M}'-]+$/u;
const NOT_LETTERS = /^[^\p{L}]+|[^\p{L}]+$/gu;
/** A short form, which is spelled, or a name in the style of `TikTok`. */
const CAPITALS = /^\p{Lu}{2,6}$|\p{Ll}\p{Lu}/u;
/** Endings that few Malay words have. They decide for English where its lexicon has the word: `hiking`, `blender`. */
const ENGLISH_ENDING = /(?:ing|ed|(?<!met|lit)er|ment)s?$/u;

/** What the clues of single words depend on. */
interface Surroundings {
  /** The language of the utterance; Chinese utterances count as English. */
  readonly language: ReadingLanguage;
  /** Returns whether the English lexicon has a word. */
  readonly isEnglish: (word: string) => boolean;
}

/**
 * Decides for each word of an utterance whether it is read by the rules of Malay or of English. A word that only one
 * language has is read in it. Other words follow their neighbours, then the utterance.
 *
 * @param isEnglish whether the English lexicon has a word
 * @example
 * languagesOfWords(["I", "nak", "pergi", "meeting"], "ms", isEnglish); // ["en", "ms", "ms", "en"]
 */
export function languagesOfWords(
  words: readonly string[],
  utteranceLanguage: Language,
  isEnglish: (word: string) => boolean,
): ReadingLanguage[] {
  const language = utteranceLanguage === "ms" ? "ms" : "en";
  const clues = words.map((word) => clueOf(word, { language, isEnglish }));
  return clues.map((clue, index) => {
    if (clue.kind === "sure") return clue.language;
    const [before, after] = [sureLanguage(clues[index - 1]), sureLanguage(clues[index + 1])];
    if (clue.kind === "unknown") return [language, before, after].includes("ms") ? "ms" : "en";
    // Neighbours of two languages leave the word to the utterance.
    return before === null || after === null || before === after
      ? (before ?? after ?? language)
      : language;
  });
}

function sureLanguage(clue: Clue | undefined): ReadingLanguage | null {
  return clue?.kind === "sure" ? clue.language : null;
}

function clueOf(written: string, surroundings: Surroundings): Clue {
  const { language, isEnglish } = surroundings;
  const word = written.replace(NOT_LETTERS, "").replaceAll("\u2019", "'");
  if (!LATIN.test(word)) return ENGLISH;
  const lower = word.toLowerCase();
  const tag = latinWord(word);
  if (tag === "name") return { kind: "sure", language: "ms" };
  if (tag === "ms") return malayClue(word, surroundings);
  if (SHARED.has(lower)) return { kind: "open" };
  if (tag !== null || CAPITALS.test(word)) return ENGLISH;
  const isCapitalised = word !== lower;
  if (isGivenName(lower) && (isCapitalised || language === "ms"))
    return malayClue(word, surroundings);
  if (lower.includes("-") && !isEnglish(word))
    return clueOf(lower.slice(lower.lastIndexOf("-") + 1), surroundings);
  if (!isEnglish(word)) return hasEnglishSpelling(lower) ? ENGLISH : { kind: "unknown" };
  return hasMalayShape(lower) && !ENGLISH_ENDING.test(lower) ? { kind: "open" } : ENGLISH;
}

/** Returns the clue of a word of Malay, which English text can have too: `jam`, `sambal`. */
function malayClue(word: string, { language, isEnglish }: Surroundings): Clue {
  return language === "en" && isEnglish(word) ? { kind: "open" } : { kind: "sure", language: "ms" };
}

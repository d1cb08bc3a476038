import { latinWord } from "../text/language/wordLanguage.ts";
import type { Language } from "../text/speak/verbaliser.ts";
import { isGivenName } from "./malay/givenNames.ts";
import { hasMalayShape } from "./malay/malayShape.ts";
import { SHARED } from "./malay/sharedWords.ts";

/** The language by whose rules a word is read. */
export type ReadingLanguage = "en" | "ms";

/**
 * What a word says about its own language. `sure`: its language, whatever stands around it. `likely`: its language,
 * unless the words around it are of the other. `open`: a word of both languages. `unknown`: a word of neither.
 */
type Clue =
  | { readonly kind: "sure" | "likely"; readonly language: ReadingLanguage }
  | { readonly kind: "open" | "unknown" };

/** A word written in capitals that no list knows is a short form, which is spelled: UiTM, KWSP. */
const CAPITALS = /^\p{Lu}{2,6}$|\p{Ll}\p{Lu}/u;
/** Endings that few Malay words have. They decide for English where its lexicon has the word: `hiking`, `blender`. */
const ENGLISH_ENDING = /(?:ing|ed|er|ment)s?$/u;
const NOT_LETTERS = /^[^\p{L}]+|[^\p{L}]+$/gu;

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
  const clues = words.map((word) => clueOf(word, utteranceLanguage, isEnglish));
  return clues.map((clue, index) => {
    if (clue.kind === "sure") return clue.language;
    const around = [sureLanguage(clues[index - 1]), sureLanguage(clues[index + 1])];
    if (clue.kind === "unknown") {
      return utteranceLanguage === "ms" || around.includes("ms") ? "ms" : "en";
    }
    const language = utteranceLanguage === "ms" ? "ms" : "en";
    if (clue.kind === "likely" && clue.language === language) return language;
    const [before = null, after = null] = around;
    return before === null || after === null || before === after
      ? (before ?? after ?? language)
      : language;
  });
}

function sureLanguage(clue: Clue | undefined): ReadingLanguage | null {
  return clue?.kind === "sure" ? clue.language : null;
}

function clueOf(
  written: string,
  utteranceLanguage: Language,
  isEnglish: (word: string) => boolean,
): Clue {
  const word = written.replace(NOT_LETTERS, "").replaceAll("’", "'");
  if (!/^[\p{sc=Latin}\p{M}'-]+$/u.test(word)) return { kind: "sure", language: "en" };
  const tag = latinWord(word);
  const lower = word.toLowerCase();
  if (tag === "name") return { kind: "sure", language: "ms" };
  if (tag === "ms") return { kind: isEnglish(lower) ? "likely" : "sure", language: "ms" };
  if (tag === "loan" && SHARED.has(lower)) return { kind: "open" };
  if (tag !== null) return { kind: "sure", language: "en" };
  if (CAPITALS.test(word)) return { kind: "sure", language: "en" };
  if (isGivenName(lower)) return { kind: "sure", language: "ms" };
  if (lower.includes("-")) return compoundClue(lower, utteranceLanguage, isEnglish);
  if (isEnglish(word)) {
    const isOpen = hasMalayShape(lower) && !ENGLISH_ENDING.test(lower);
    return isOpen ? { kind: "open" } : { kind: "sure", language: "en" };
  }
  return hasMalayShape(lower) ? { kind: "unknown" } : { kind: "sure", language: "en" };
}

/** Returns the clue of a word with a hyphen: English if its last part is, as in `di-upload`. */
function compoundClue(
  word: string,
  utteranceLanguage: Language,
  isEnglish: (word: string) => boolean,
): Clue {
  const clues = word
    .split("-")
    .filter((part) => part !== "")
    .map((part) => clueOf(part, utteranceLanguage, isEnglish));
  const last = clues.at(-1);
  return last ?? { kind: "unknown" };
}

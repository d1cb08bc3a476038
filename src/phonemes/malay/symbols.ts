import type { MalaySound } from "./sounds.ts";

/** Symbols of vowels and diphthongs that do not depend on their place. A consonant is its own symbol. */
const SYMBOLS: ReadonlyMap<string, string> = new Map(
  Object.entries({ a: "ɑ", ai: "I", au: "W", oi: "Y" }),
);

/** How strongly a word is spoken. */
export interface Emphasis {
  /** False for a word that leans on the next: `di`, `yang`. */
  readonly isStressed: boolean;
}

/**
 * Writes the sounds of a word as phonemes. The last vowel but one has the stress. Every other vowel has secondary stress,
 * because an unstressed vowel of English is too short for Malay.
 */
export function symbolsOf(sounds: readonly MalaySound[], { isStressed }: Emphasis): string {
  const vowels = [...sounds.keys()].filter((index) => sounds[index]?.isVowel);
  const stressed = vowels.at(-2) ?? vowels.at(-1);
  const symbols = sounds.map(({ sound, isVowel }, index) => {
    if (!isVowel) return sound;
    const symbol = vowelSymbol(sounds.slice(index, index + 3), index === stressed);
    if (!isStressed) return symbol;
    return `${index === stressed ? "ˈ" : "ˌ"}${symbol}`;
  });
  return symbols.join("");
}

/**
 * Returns the symbol of a vowel, the first of up to three sounds. A pepet has the vowel of "bed", which a recogniser of
 * Malay understands better than English `ə`; before `r` and a consonant it has that of "nurse" or "perform".
 */
function vowelSymbol([vowel, next, after]: readonly MalaySound[], isStressed: boolean): string {
  const sound = vowel?.sound ?? "";
  const isBeforeR = next?.sound === "ɹ";
  const isClosed = next?.isVowel === false && after?.isVowel !== true;
  if (sound === "o") return isBeforeR ? "ɔ" : "O";
  if (sound === "e") return isClosed || isBeforeR ? "ɛ" : "A";
  if (sound !== "ə") return SYMBOLS.get(sound) ?? sound;
  if (isBeforeR && after?.isVowel === false) return isStressed ? "ɜ" : "ə";
  return "ɛ";
}

import type { MalaySound } from "./sounds.ts";

/** Symbols of the vowels and diphthongs; a consonant is its own symbol. */
const SYMBOLS: ReadonlyMap<string, string> = new Map(
  Object.entries({ a: "ɑ", e: "ɛ", o: "O", ai: "I", au: "W", oi: "Y" }),
);
/** English has no `O` before an `ɹ`. */
const BEFORE_R: ReadonlyMap<string, string> = new Map([["o", "ɔ"]]);

/** How strongly the word that the sounds belong to is spoken. */
export interface Emphasis {
  /** False for a word that leans on the next: `di`, `yang`. */
  readonly isStressed: boolean;
}

/**
 * Writes the sounds of a word as phonemes. The last vowel but one has the stress. The other vowels but the pepet have
 * secondary stress, because an unstressed vowel of English is too short for Malay.
 */
export function symbolsOf(sounds: readonly MalaySound[], { isStressed }: Emphasis): string {
  const vowels = [...sounds.keys()].filter((index) => sounds[index]?.isVowel);
  const stressed = isStressed ? (vowels.at(-2) ?? vowels.at(-1)) : undefined;
  const symbols = sounds.map(({ sound, isVowel }, index) => {
    const [next, after] = sounds.slice(index + 1, index + 3);
    const isBeforeR = next?.sound === "ɹ";
    const symbol = (isBeforeR ? BEFORE_R.get(sound) : undefined) ?? SYMBOLS.get(sound) ?? sound;
    if (index !== stressed) return isStressed && isVowel && sound !== "ə" ? `ˌ${symbol}` : symbol;
    if (sound !== "ə") return `ˈ${symbol}`;
    // English has no stressed `ə`: `kerja` has the vowel of "nurse", `besar` that of "bed".
    return isBeforeR && after?.isVowel === false ? "ˈɜ" : "ˈɛ";
  });
  return symbols.join("");
}

/**
 * The sounds of American English as the lexicon writes them: IPA, with `A I O W Y` for diphthongs and `ʤ ʧ` for
 * affricates. A stress mark stands directly before its vowel.
 */
export const PRIMARY = "\u02c8";
export const SECONDARY = "\u02cc";

const VOWELS = new Set("AIOQWYaiuæɑɒɔəɛɜɪʊʌᵻ");
/** The article `ɐ` counts as a consonant: before it the voices were trained with tə. */
const CONSONANTS = new Set("bdfhjklmnpstvwzðŋɡɹɾʃʒʤʧθTʔɐ");
const LONG = new Set("AIOQWYʤʧ");

/** The kind of sound that follows a word; a pause if a mark or the end follows. */
export type Following = "vowel" | "consonant" | "pause";

/** Returns how `symbols` begin; null without a sound. */
export function beginningOf(symbols: string): Following | null {
  for (const symbol of symbols) {
    if (VOWELS.has(symbol)) return "vowel";
    if (CONSONANTS.has(symbol)) return "consonant";
  }
  return null;
}

export function isVowel(symbol: string): boolean {
  return VOWELS.has(symbol);
}

/** Returns the length of a word in sounds; diphthongs and affricates count twice. */
export function lengthOf(symbols: string): number {
  let length = 0;
  for (const symbol of symbols) length += LONG.has(symbol) ? 2 : 1;
  return length;
}

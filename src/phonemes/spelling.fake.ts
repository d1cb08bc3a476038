import type { Phonemiser } from "./phonemes.ts";

/** A phonemiser whose phonemes are the letters of the text. A word without a small letter has no sound. */
export const SPELLING: Phonemiser = {
  phonemes({ text, words }) {
    let at = 0;
    const ranges = words.map(({ text: word }) => {
      const from = text.indexOf(word, at);
      at = from + word.length;
      return /[a-z]/u.test(word) ? { from, to: at } : null;
    });
    return { symbols: text, words: ranges };
  },
};

import { rangesOf } from "../text/words.ts";
import type { Phonemiser } from "./phonemes.ts";

/** A phonemiser whose phonemes are the letters of the text. A word without a small letter has no sound. */
export const SPELLING: Phonemiser = {
  phonemes({ text, words }) {
    const ranges = rangesOf(words, text);
    const spoken = words.map(({ text: word }, at) => (/[a-z]/u.test(word) ? ranges[at]! : null));
    return { symbols: text, words: spoken };
  },
};

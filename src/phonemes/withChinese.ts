import { chinesePhonemes } from "./chinese/chinese.ts";
import type { Phonemiser } from "./phonemes.ts";

const HAN = /\p{Script=Han}/u;

/** Returns a phonemiser that reads texts with Han characters as Chinese, and the words in other letters as before. */
export function withChinese(phonemiser: Phonemiser): Phonemiser {
  return {
    phonemes(utterance) {
      if (!HAN.test(utterance.text)) return phonemiser.phonemes(utterance);
      // Latin words in a Chinese sentence are names and English.
      const language = utterance.language === "zh" ? "en" : utterance.language;
      return chinesePhonemes(utterance, (run) => phonemiser.phonemes({ ...run, language }));
    },
  };
}

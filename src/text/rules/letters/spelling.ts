import type { Place } from "../rule.ts";

const HAN = /^\p{Script=Han}$/u;

/** Returns the letters with blanks between them: `LRT` → L R T. */
export function spelled(letters: string): string {
  return Array.from(letters).join(" ");
}

/** A word with capitals at its end: `ChatGPT`, `MySQL`. */
export const CAPITALS_LAST = /^[A-Z]?[a-z]{1,15}[A-Z]{2,4}$/;

/** Spells the capitals at the end of a word: `ChatGPT` → Chat G P T. */
export function withSpelledEnd(word: string): string {
  // The letters before the capitals of "PdPR" are not a word, so all letters are spelled.
  if (/^[A-Z][bcdfghj-np-tvwxz]?[A-Z]/.test(word)) return spelled(word);
  return word.replace(/[A-Z]{2,4}$/, (letters) => ` ${spelled(letters)}`);
}

/** Adds blanks to a spoken text where its Latin letters touch Han characters. */
export function besideHan(spoken: string, { text, start, end }: Place): string {
  const before = HAN.test(text[start - 1] ?? "") && /^\p{Script=Latin}/u.test(spoken) ? " " : "";
  const after = HAN.test(text[end] ?? "") && /\p{Script=Latin}$/u.test(spoken) ? " " : "";
  return before + spoken + after;
}

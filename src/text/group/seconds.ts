/** Estimated speaking rates, characters per second. A digit takes longer than a letter, because it is spoken as a word. */
const LETTERS_PER_S = 15;
const HAN_PER_S = 4.5;
const DIGITS_PER_S = 3;
/** Punctuation and blanks take almost no time, but a long run of them must still be cut. */
export const OTHERS_PER_S = 60;

/** Estimates the seconds of speech of a text. */
export function speechSeconds(text: string): number {
  let seconds = 0;
  for (const character of text) seconds += characterSeconds(character);
  return seconds;
}

function characterSeconds(character: string): number {
  if (/\p{Script=Han}/u.test(character)) return 1 / HAN_PER_S;
  if (/\p{L}/u.test(character)) return 1 / LETTERS_PER_S;
  if (/\p{N}/u.test(character)) return 1 / DIGITS_PER_S;
  return 1 / OTHERS_PER_S;
}

/**
 * Returns the length and the seconds of the longest beginning of `text` that lasts at most `maxS`; at least one
 * character.
 */
export function reach(text: string, maxS: number): { index: number; seconds: number } {
  let seconds = 0;
  let index = 0;
  for (const character of text) {
    const next = seconds + characterSeconds(character);
    if (next > maxS && index > 0) return { index, seconds };
    seconds = next;
    index += character.length;
  }
  return { index, seconds };
}

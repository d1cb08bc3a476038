import type { Mark } from "../sound.ts";

/** Returns marks of the words of a text: each letter takes 0.1 s and a pause of 0.1 s stands between two words. */
export function marksOf(text: string): Mark[] {
  let atS = 0;
  return Array.from(text.matchAll(/\p{Script=Han}|[\p{L}\p{N}'$.]*[\p{L}\p{N}]/gu), (match) => {
    const [word] = match;
    const fromS = atS;
    const toS = fromS + word.length / 10;
    atS = toS + 0.1;
    return { start: match.index, end: match.index + word.length, fromS, toS };
  });
}

import { soundsOf } from "./sounds.ts";
import { symbolsOf } from "./symbols.ts";
import { taled } from "./taling.ts";

/** Words without stress: particles and prepositions before the word that they belong to. */
const UNSTRESSED = new Set("di ke yang dan dari pada ni tu kan".split(" "));
const WORD = /^[a-zé]*[aiueoé][a-zé]*$/;

/**
 * Returns the phonemes of a Malay or Indonesian word in the nearest sounds of American English, for a voice that knows
 * no others; null for what is no Latin word or has no vowel.
 *
 * @example
 * malayPhonemes("selamat"); // "sˌɛlˈɑmˌɑt"
 */
export function malayPhonemes(word: string): string | null {
  const parts = plain(word)
    .split("-")
    .filter((part) => part !== "");
  if (parts.length === 0 || !parts.every((part) => WORD.test(part))) return null;
  return parts
    .map((part, i) => (isElectronic(part, i, parts) ? "ˌi" : partPhonemes(part)))
    .join("");
}

/** Returns whether a part is the `e` of `e-mel`, which is spoken as in English. */
function isElectronic(part: string, index: number, parts: readonly string[]): boolean {
  return part === "e" && index === 0 && parts.length > 1;
}

function partPhonemes(part: string): string {
  return symbolsOf(soundsOf(taled(part)), { isStressed: !UNSTRESSED.has(part) });
}

/** Returns a word in small letters without accents, but for `é` and `è`, which dictionaries write for the taling. */
function plain(word: string): string {
  const lower = word
    .toLowerCase()
    .replace(/['\u2019]/g, "")
    .normalize("NFC")
    .replaceAll("è", "é");
  return Array.from(lower, (letter) =>
    letter === "é" ? letter : letter.normalize("NFD").replace(/\p{M}/gu, ""),
  ).join("");
}

import type { Dictionary } from "./dictionary.ts";
import { plural } from "./endings.ts";
import { PRIMARY, SECONDARY } from "./sounds.ts";
import { weakened } from "./stress.ts";

const DIGITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

/** Returns the names of letters: secondary stress, primary on the last. Other characters are left out. */
export function spelled(letters: string, dictionary: Dictionary): string {
  const names = Array.from(letters, (letter) => nameOf(letter, dictionary)).join("");
  const last = names.lastIndexOf(SECONDARY);
  return last < 0 ? names : names.slice(0, last) + PRIMARY + names.slice(last + 1);
}

/** Returns the names of letters with their ending: `GPUs`, `FBI's`. */
export function spelledRow(text: string, dictionary: Dictionary): string {
  const ending = /[^']'?s$/.exec(text);
  if (!ending || !/[\p{Lu}]/u.test(text)) return spelled(text, dictionary);
  return plural(spelled(text.replace(/'?s$/, ""), dictionary));
}

function nameOf(letter: string, dictionary: Dictionary): string {
  const entry = dictionary(letter.normalize("NFD").charAt(0).toUpperCase());
  return typeof entry === "string" ? weakened(entry) : "";
}

/** Returns the word of each digit. */
export function spokenDigits(digits: string, dictionary: Dictionary): string {
  return Array.from(digits.normalize("NFKC"), (digit) => dictionary(DIGITS[Number(digit)] ?? ""))
    .filter((entry) => typeof entry === "string")
    .join(" ");
}

import type { Dictionary } from "./dictionary.ts";
import { readKnown, type Readers } from "./known.ts";
import { spelled, spokenDigits } from "./letters.ts";
import { PRIMARY } from "./sounds.ts";
import type { Place } from "./special.ts";
import { weakened } from "./stress.ts";

/** `i`, `Phone`, `GPT`, `GPTs`, `O'Neil`, `4`. */
const PART =
  /\p{N}|\p{Lu}{2,}'?s(?!\p{L})|\p{Lu}+(?=\p{Lu}\p{Ll})|\p{Lu}?(?:'?[\p{Ll}\p{Lo}\p{M}])+(?:'\p{L}+)*|\p{Lu}'\p{L}+|\p{Lu}+(?:'\p{L}+)*/gu;
/** The family name after it bears the stress: `MacGregor`. */
const FAMILY_PREFIX = /^(?:Ma?c|D[aei]|L[ae]|Van|Von)$/;
const ROW = /^\p{Lu}{2,5}$/u;
const DIGIT = /\p{N}/u;

/**
 * Reads a word that no lexicon lists: `YouTube` as two words, `catGPT` as a word and letters, and any other by the network.
 * A name whose parts are not words is read as a whole if it has neither a row of capitals nor digits.
 */
export function readName(text: string, place: Place, readers: Readers): string {
  const { dictionary, unknown } = readers;
  const parts = (text.match(PART) ?? []).map((part) => ({
    text: part,
    symbols:
      DIGIT.test(part) || ROW.test(part)
        ? readRow(part, dictionary)
        : readKnown(part, place, readers),
  }));
  const isListed = parts.length > 0 && parts.every(({ symbols }) => symbols !== null);
  if (!isListed && !/\p{Lu}{2}|\p{N}/u.test(text)) return unknown(text);
  const read = parts.map(({ text, symbols }) => symbols ?? unknown(text));
  if (DIGIT.test(text)) return read.filter((symbols) => symbols !== "").join(" ");
  if (parts.length !== 2 || parts.some(({ text }) => ROW.test(text))) return read.join("");
  const weak = FAMILY_PREFIX.test(parts[0]!.text) || !read[0]!.includes(PRIMARY) ? 0 : 1;
  return read.map((symbols, i) => (i === weak ? weakened(symbols) : symbols)).join("");
}

/** Reads a digit, or a row of capitals inside a name: letters unless a lexicon lists them. */
function readRow(row: string, dictionary: Dictionary): string {
  if (DIGIT.test(row)) return spokenDigits(row, dictionary);
  const entry = dictionary(row);
  return typeof entry === "string" ? entry : spelled(row, dictionary);
}

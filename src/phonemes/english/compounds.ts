import type { Dictionary } from "./dictionary.ts";
import { spelled, spokenDigits } from "./letters.ts";
import { OWN_WORDS } from "./ownWords.ts";
import { beginningOf } from "./sounds.ts";
import type { Place } from "./special.ts";
import { compound, withStress } from "./stress.ts";
import type { Unknown } from "./unknown.ts";
import type { WordReader } from "./words.ts";

export interface Readers {
  readonly dictionary: Dictionary;
  readonly words: WordReader;
  readonly unknown: Unknown;
}

/** `U.S`, `Ph.D`. */
const DOTTED = /^\p{L}{1,2}(?:\.\p{L}{1,2})+$/u;
const SEPARATOR = /[-_./]+/g;
/** `i`, `Phone`, `GPT`, `GPTs`, `O'Neil`, `4`. */
const CAMEL =
  /\p{N}|\p{Lu}{2,}'?s(?!\p{L})|\p{Lu}+(?=\p{Lu}\p{Ll})|\p{Lu}?(?:'?[\p{Ll}\p{Lo}\p{M}])+(?:'\p{L}+)*|\p{Lu}'\p{L}+|\p{Lu}+(?:'\p{L}+)*/gu;
/** Parts of a compound that are looked up together: `state-of-the-art` has four. */
const MOST_JOINED = 4;

interface Part {
  readonly text: string;
  readonly symbols: string;
}

/** Reads a token of any form: a word, a compound, letters, digits or a name that nothing lists. */
export function readToken(text: string, place: Place, readers: Readers): string {
  const word = text.normalize("NFC");
  const listed = readKnown(word, place, readers);
  if (listed !== null) return listed;
  if (DOTTED.test(word)) return spelled(word.replaceAll(".", ""), readers.dictionary);
  const parts = partsOf(word, place, readers);
  const isSpaced = /[./\p{N}]/u.test(word);
  if (isSpaced) return parts.flatMap(({ symbols }) => (symbols === "" ? [] : [symbols])).join(" ");
  return compound(parts);
}

/** Reads a listed word, also one with long vowels (`sooo`) or foreign diacritics. */
function readKnown(word: string, place: Place, { words }: Readers): string | null {
  const own = OWN_WORDS.get(word.toLowerCase().replace(/(.)\1{2,}/gu, "$1$1"));
  if (own !== undefined) return /^\p{Lu}/u.test(word) ? withStress(own) : own;
  const forms = [word, ...squeezed(word), word.normalize("NFD").replace(/\p{M}/gu, "")];
  for (const form of new Set(forms)) {
    const symbols = words(form, place);
    if (symbols !== null) return symbols;
  }
  return null;
}

/** Returns a word without its long rows of one letter: `sooo` → `soo`, `so`. */
function squeezed(word: string): string[] {
  if (!/(\p{L})\1\1/u.test(word)) return [];
  return ["$1$1", "$1"].map((short) => word.replace(/(\p{L})\1{2,}/gu, short));
}

/** Reads the parts of a compound from right to left, since a part can depend on the sound after it. */
function partsOf(word: string, place: Place, readers: Readers): Part[] {
  const segments = segmentsOf(word);
  const parts: Part[] = [];
  let { following } = place;
  for (let right = segments.length; right > 0;) {
    const { left, read } = readLast(
      word,
      { segments, right, place: { ...place, following } },
      readers,
    );
    parts.unshift(...read);
    following = beginningOf(read.map(({ symbols }) => symbols).join("")) ?? following;
    right = left;
  }
  return parts;
}

interface Segment {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

function segmentsOf(word: string): Segment[] {
  const segments: Segment[] = [];
  let from = 0;
  for (const { 0: separator, index } of word.matchAll(SEPARATOR)) {
    segments.push({ text: word.slice(from, index), from, to: index });
    from = index + separator.length;
    if (separator === "." && /^[\p{Ll}\p{N}]/u.test(word.slice(from)))
      segments.push({ text: /^\p{N}/u.test(word.slice(from)) ? "point" : "dot", from, to: from });
  }
  return [...segments, { text: word.slice(from), from, to: word.length }].filter(
    ({ text }) => text !== "",
  );
}

interface Rest {
  readonly segments: readonly Segment[];
  /** Index after the last segment that is not read yet. */
  readonly right: number;
  readonly place: Place;
}

/** Reads as many of the last segments together as a lexicon lists, else the last one. */
function readLast(
  word: string,
  { segments, right, place }: Rest,
  readers: Readers,
): { left: number; read: Part[] } {
  const last = segments[right - 1]!;
  for (let left = Math.max(0, right - MOST_JOINED); left < right - 1; left += 1) {
    const { from, to } = segments[left]!;
    if (from === to) continue;
    const text = word.slice(from, last.to);
    const symbols = readers.words(text, place);
    if (symbols !== null) return { left, read: [{ text, symbols }] };
  }
  const symbols = readKnown(last.text, place, readers);
  const read =
    symbols === null ? readCamel(last.text, place, readers) : [{ text: last.text, symbols }];
  return { left: right - 1, read };
}

/** Reads `YouTube` as two words, and a name without such words by the network, as a whole if it has no row of capitals. */
function readCamel(text: string, place: Place, readers: Readers): Part[] {
  const { dictionary, unknown } = readers;
  const camel = text.match(CAMEL) ?? [];
  const parts = camel.map((part) => ({
    text: part,
    symbols: /\p{N}/u.test(part) ? spokenDigits(part, dictionary) : readKnown(part, place, readers),
  }));
  const isListed = parts.length > 0 && parts.every(({ symbols }) => symbols !== null);
  if (!isListed && !/\p{Lu}{2}|\p{N}/u.test(text)) return [{ text, symbols: unknown(text) }];
  return parts.map(({ text, symbols }) => ({ text, symbols: symbols ?? unknown(text) }));
}

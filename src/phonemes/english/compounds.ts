import { readKnown, type Readers } from "./known.ts";
import { spelled } from "./letters.ts";
import { readName } from "./names.ts";
import { PREFIXES } from "./ownWords.ts";
import { beginningOf } from "./sounds.ts";
import type { Place } from "./special.ts";
import { compound } from "./stress.ts";

/** `U.S`, `Ph.D`. */
const DOTTED = /^\p{L}{1,2}(?:\.\p{L}{1,2})+$/u;
const SEPARATOR = /[-_./]+/g;
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

/** Reads the parts of a compound from right to left, since a part can depend on the sound after it. */
function partsOf(word: string, place: Place, readers: Readers): Part[] {
  const segments = segmentsOf(word);
  const parts: Part[] = [];
  let { following } = place;
  for (let right = segments.length; right > 0;) {
    const rest = { segments, right, place: { ...place, following } };
    const { left, text, symbols } = readLast(word, rest, readers);
    parts.unshift({ text, symbols });
    following = beginningOf(symbols) ?? following;
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
): Part & { left: number } {
  const last = segments[right - 1]!;
  for (let left = Math.max(0, right - MOST_JOINED); left < right - 1; left += 1) {
    const { from, to } = segments[left]!;
    const text = word.slice(from, last.to);
    const symbols = from === to ? null : readers.words(text, place);
    if (symbols !== null) return { left, text, symbols };
  }
  const { text } = last;
  const isFirst = right === 1 && segments.length > 1;
  const prefix = isFirst ? PREFIXES.get(text.toLowerCase()) : undefined;
  const own = place.parts?.length === segments.length ? place.parts[right - 1] : undefined;
  // Between other words `a` is the article: `one-of-a-kind`.
  const isInner = right > 1 && right < segments.length;
  const inner = { ...place, tag: isInner ? "DT" : (own?.tag ?? place.tag) };
  const symbols =
    prefix ?? own?.phonemes ?? readKnown(text, inner, readers) ?? readName(text, inner, readers);
  return { left: right - 1, text, symbols };
}

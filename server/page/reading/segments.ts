import { isChanged, type Piece } from "../parts/pieces.ts";
import type { TimedWord } from "../parts/speech.ts";

/** A part of the text as written that belongs to at most one piece and one word. */
export interface Segment {
  readonly text: string;
  /** Index of its piece; -1 before the pieces are known. */
  readonly piece: number;
  /** Index of its word; -1 if no word is known there. */
  readonly word: number;
  /** Kind of the change; "" for text that is spoken as written. */
  readonly change: string;
}

/** Joined words by the list that they were made of, which is asked for with each frame of the screen. */
const known = new WeakMap<readonly TimedWord[], readonly TimedWord[]>();

/** Joins the words that have the same place, such as those of a number, to one with the time of all. */
export function joinedWords(words: readonly TimedWord[]): readonly TimedWord[] {
  const earlier = known.get(words);
  if (earlier !== undefined) return earlier;
  const joined: TimedWord[] = [];
  for (const word of words) {
    const last = joined.at(-1);
    if (last === undefined || word.start >= last.end) joined.push(word);
    else joined[joined.length - 1] = { ...last, end: Math.max(last.end, word.end), toS: word.toS };
  }
  known.set(words, joined);
  return joined;
}

/** Cuts a text where a piece or a word begins or ends. Pieces and words are in order. */
export function segmentsOf(
  text: string,
  pieces: readonly Piece[],
  words: readonly TimedWord[],
): Segment[] {
  const borders = new Set([0, text.length]);
  for (const { start, end } of [...pieces, ...words]) borders.add(start).add(end);
  const places = [...borders].filter((place) => place <= text.length).sort((a, b) => a - b);
  const pieceAt = createFinder(pieces);
  const wordAt = createFinder(words);
  return places.slice(0, -1).map((start, at) => {
    const piece = pieceAt(start);
    const found = pieces[piece];
    return {
      text: text.slice(start, places[at + 1]),
      piece,
      word: wordAt(start),
      change: found !== undefined && isChanged(found) ? found.kind : "",
    };
  });
}

/** Returns a function that finds the span around a place; the places must be in rising order. */
function createFinder(spans: readonly { readonly start: number; readonly end: number }[]) {
  let at = 0;
  return (place: number): number => {
    while (at < spans.length && spans[at]!.end <= place) at += 1;
    const span = spans[at];
    return span !== undefined && span.start <= place ? at : -1;
  };
}

/** Returns the index of the last word that began by then; -1 before the first. */
export function wordAtS(words: readonly TimedWord[], seconds: number): number {
  let [low, high] = [0, words.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (words[middle]!.fromS <= seconds) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

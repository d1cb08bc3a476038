import type { Piece } from "./pieces.ts";
import type { IdWord } from "./wordTimes.ts";

/** The input of a model that reads phonemes. */
export interface PhonemeIds {
  /** 0, one id for each symbol that the vocabulary has, 0. */
  readonly ids: BigInt64Array;
  /** The words of the piece. Each reaches to the next one, the last to the 0 at the end. */
  readonly words: readonly IdWord[];
}

/** The id that a model expects before the first and after the last symbol. */
const EDGE = 0n;

/** Turns the symbols of a piece into ids. Symbols that `vocabulary` lacks are dropped. */
export function toIds(
  { symbols, words }: Piece,
  vocabulary: ReadonlyMap<string, number>,
): PhonemeIds {
  const ids = [EDGE];
  /** For each symbol its index in `ids`; for a dropped one, that of the next symbol. */
  const places = Array.from(symbols, (symbol) => {
    const id = vocabulary.get(symbol);
    return id === undefined ? ids.length : ids.push(BigInt(id)) - 1;
  });
  places.push(ids.length);
  const placed = words.map(({ word, from }, at) => {
    const next = words[at + 1]?.from ?? symbols.length;
    return { word, from: places[from]!, to: places[next]! };
  });
  return { ids: BigInt64Array.from([...ids, EDGE]), words: placed };
}

import { ENDS_IN_MARK, type Phonemes } from "../phonemes/symbols.ts";

/** A word in a string of phonemes, UTF-16 units. */
export interface PieceWord {
  /** Index of the word in its utterance. */
  readonly word: number;
  readonly from: number;
}

/** Phonemes that a model speaks in one run. */
export interface Piece {
  readonly symbols: string;
  /** The words that begin in the piece and have a sound, in order. */
  readonly words: readonly PieceWord[];
}

/** Marks at which a sentence can pause, best first, each with the blank after it. */
const BREAKS = [/[;:.!?…] /gu, /[,—] /gu, / /gu];

/**
 * Cuts phonemes into pieces of at most `longest` symbols: at the last stop, else the last comma, else the last blank of
 * the second half, else anywhere. A piece that ends without a mark gets a comma. Pieces without a letter are left out,
 * so phonemes that are only marks give no piece.
 */
export function piecesOf({ symbols, words }: Phonemes, longest: number): Piece[] {
  const pieces: Piece[] = [];
  for (let from = 0; from < symbols.length;) {
    const to = endOfPiece(symbols, from, longest);
    const text = symbols.slice(from, to).trimEnd();
    if (/\p{L}/u.test(text)) {
      const within = words.flatMap((range, word) =>
        range !== null && range.from >= from && range.from < to
          ? [{ word, from: range.from - from }]
          : [],
      );
      pieces.push({ symbols: ENDS_IN_MARK.test(text) ? text : `${text},`, words: within });
    }
    from = to;
  }
  return pieces;
}

/** Returns the end of the piece that begins at `from`; the blank after a piece belongs to it. */
function endOfPiece(symbols: string, from: number, longest: number): number {
  if (symbols.length - from <= longest) return symbols.length;
  // A comma that is added needs a place too.
  const room = symbols.slice(from, from + longest - 1);
  const half = Math.floor(room.length / 2);
  for (const pattern of BREAKS) {
    const found = Array.from(room.slice(half).matchAll(pattern)).at(-1);
    if (found !== undefined) return from + half + found.index + found[0].length;
  }
  return from + room.length;
}

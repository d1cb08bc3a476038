/** A part of the text that is spoken, and its place in the text as written, UTF-16 units. */
export interface Piece {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly kind: string;
}

const PLAIN = new Set(["word", "space", "punct"]);

/** Returns whether a piece is spoken otherwise than it is written. */
export function isChanged({ kind }: Piece): boolean {
  return !PLAIN.has(kind);
}

import { call } from "./api.ts";

/** A part of the text that is spoken, and its place in the text as written, UTF-16 units. */
export interface Piece {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly kind: string;
}

/** What would be spoken of a text. */
export interface Normalized {
  readonly output: string;
  readonly pieces: readonly Piece[];
  readonly utterances: readonly { readonly language: string }[];
}

/** Asks the server what it would speak. Throws ApiError. */
export async function normalize(
  input: string,
  lexicon: Readonly<Record<string, string>> | null,
  signal: AbortSignal,
): Promise<Normalized> {
  const switches = lexicon === null ? {} : { normalize: { lexicon } };
  const response = await call("v1/audio/normalize", signal, { input, ...switches });
  return (await response.json()) as Normalized;
}

const PLAIN = new Set(["word", "space", "punct"]);

/** Returns whether a piece is spoken otherwise than it is written. */
export function isChanged({ kind }: Piece): boolean {
  return !PLAIN.has(kind);
}

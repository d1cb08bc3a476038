import { call } from "./api.ts";
import type { Piece } from "./pieces.ts";

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

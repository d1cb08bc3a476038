import { piecesOf } from "./pieces.ts";
import type { Tagger } from "./tagger.ts";

/** How one token of a sentence is to be read. */
export interface Reading {
  /** Part of speech as a tag of the Penn Treebank: it selects the form in a lexicon entry that has several. */
  readonly tag: string;
  /** Phonemes of the whole token in the lexicon's alphabet, if they replace those of the lexicon. */
  readonly phonemes?: string;
}

/** Reads the tokens of one whole sentence: words as written, and each mark as a token. Returns one reading per token. */
export type HomographReader = (tokens: readonly string[]) => readonly Reading[];

/** Creates a reader. */
export function createHomographReader(tagger: Tagger): HomographReader {
  return function read(tokens) {
    const pieces = tokens.map(piecesOf);
    const tags = tagger(pieces.flat());
    let next = 0;
    return pieces.map(({ length }) => {
      const tag = tags[next] ?? "NN";
      next += length;
      return { tag };
    });
  };
}

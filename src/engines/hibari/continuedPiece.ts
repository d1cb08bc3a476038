import type { Piece } from "../../acoustic/pieces.ts";
import type { Utterance } from "../../engine.ts";
import type { Phonemiser } from "../../phonemes/phonemes.ts";

/**
 * Returns the phonemes of the sentence so far and of the utterance, with the words of the utterance only. Returns null if
 * the utterance begins its sentence, has no sound, or if the phonemes are more than `longest` symbols.
 */
export function continuedPiece(
  { sentenceSoFar: before, text, words, language }: Utterance,
  phonemiser: Phonemiser,
  longest: number,
): Piece | null {
  if (before === undefined) return null;
  const said = { text: `${before.text} ${text}`, words: [...before.words, ...words], language };
  const phonemes = phonemiser.phonemes(said);
  const own = phonemes.words
    .slice(before.words.length)
    .flatMap((range, word) => (range === null ? [] : [{ word, from: range.from }]));
  if (own.length === 0 || phonemes.symbols.length > longest) return null;
  return { symbols: phonemes.symbols, words: own };
}

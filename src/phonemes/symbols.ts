/** A range in a phoneme string, UTF-16 units; `to` is exclusive. */
export interface SymbolRange {
  readonly from: number;
  readonly to: number;
}

/** How an utterance sounds, in the alphabet of the models hibari and Kokoro. */
export interface Phonemes {
  /**
   * One symbol per UTF-16 unit: IPA, stress or tone marks, punctuation `; : , . ! ? — … ( )`, one space between words. Ends
   * in a mark. Empty if nothing has a sound.
   */
  readonly symbols: string;
  /** For each word of the utterance its range in `symbols`; null if it has no sound. In order, not overlapping. */
  readonly words: readonly (SymbolRange | null)[];
}

/** Matches phonemes that end in a mark. Without one the last word would be cut short. */
export const ENDS_IN_MARK = /[;:,.!?…—]\)?$/u;

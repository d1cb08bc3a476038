import { phonemesFor, type Dictionary } from "./dictionary.ts";
import type { Reading } from "./homographs/homographs.ts";
import type { Following } from "./sounds.ts";

/** What decides how a word is read, beside its letters. */
export interface Place {
  /** Penn tag. */
  readonly tag: string;
  readonly following: Following;
  /** Whether the next word is "to". */
  readonly beforeTo: boolean;
  /** The readings of the parts of a hyphenated word. */
  readonly parts?: readonly Reading[] | undefined;
}

/** Reads the function words whose sound depends on their place; null for any other word, also in capitals. */
export function readSpecial(word: string, place: Place, dictionary: Dictionary): string | null {
  const { tag, following, beforeTo } = place;
  const isPause = following === "pause";
  switch (word.length > 1 ? word.charAt(0).toLowerCase() + word.slice(1) : word) {
    case "a":
    case "A":
      return tag === "DT" ? "ɐ" : "ˈA";
    case "an":
      return "ɐn";
    case "am":
      return isPause || word === "Am" ? "æm" : "ɐm";
    case "I":
      return tag === "PRP" ? "ˌI" : null;
    case "by":
      return /^(?:RB|RP)/.test(tag) ? "bˈI" : null;
    case "to":
      return isPause ? "tu" : following === "vowel" ? "tʊ" : "tə";
    case "in":
      return isPause || tag !== "IN" ? "ˈɪn" : "ɪn";
    case "the":
      return following === "vowel" ? "ði" : "ðə";
    case "vs":
      return phonemesFor(dictionary("versus") ?? "", tag);
    case "used": {
      const isHabit = beforeTo && /^(?:VBD|JJ)/.test(tag);
      return phonemesFor(dictionary("used") ?? "", isHabit ? "VBD" : "");
    }
    default:
      return null;
  }
}

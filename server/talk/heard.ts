import type { Mark } from "../../src/sound.ts";
import type { Spoken } from "./wire.ts";

/**
 * Returns the part of a text that was heard when `playbackMs` of its audio were played, and the rest. A word was heard if
 * its middle was played. The punctuation directly after a word belongs to it, and the last blanks to the last word.
 */
export function heardText(text: string, marks: readonly Mark[], playbackMs: number): Spoken {
  const last = marks.findLast(({ fromS, toS }) => (fromS + toS) / 2 <= playbackMs / 1000);
  if (last === undefined) return { text: "", remaining: text, chars: 0 };
  const punctuation = /^[^\s\p{L}\p{N}]*/u.exec(text.slice(last.end))?.[0] ?? "";
  const at = last.end + punctuation.length;
  const end = text.slice(at).trim() === "" ? text.length : at;
  const spoken = text.slice(0, end);
  return { text: spoken, remaining: text.slice(end), chars: Array.from(spoken).length };
}

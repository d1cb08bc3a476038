import { customPinyin, pinyin, segment } from "pinyin-pro";
import { readDe, readDi } from "./particles.ts";
import { FULL_ZI, NEUTRAL_ENDS, READINGS } from "./readings.ts";
import { toSimplified } from "./simplified.ts";

/** A word of Mandarin: one syllable per character, in pinyin with the tone as a digit, 0 for the neutral tone. */
export interface ChineseWord {
  readonly text: string;
  readonly syllables: readonly string[];
}

/** ICU's dictionary. pinyin-pro knows readings in context, but only the words whose readings need a context. */
const WORDS = new Intl.Segmenter("zh", { granularity: "word" });
const TONE_MARK = /[\u0300\u0301\u0304\u030c]/gu;

customPinyin({ ...neutralEnds(), ...READINGS });

/** Returns the words of NEUTRAL_ENDS with pinyin-pro's pinyin, the last syllable without its tone mark. */
function neutralEnds(): Record<string, string> {
  const entries = NEUTRAL_ENDS.split(" ").map((word) => {
    const syllables = pinyin(word, { type: "array" });
    const last = (syllables.at(-1) ?? "").normalize("NFD").replace(TONE_MARK, "").normalize("NFC");
    return [word, [...syllables.slice(0, -1), last].join(" ")];
  });
  return Object.fromEntries(entries);
}

/**
 * Reads a clause of Han characters, simplified or traditional: its words with their pinyin. The tones of 不 and 一 are
 * those before the next syllable. A character without a known reading is its own syllable.
 *
 * @example
 * readChinese("银行行长"); // [{ text: "银行", syllables: ["yin2", "hang2"] }, …]
 */
export function readChinese(clause: string): readonly ChineseWord[] {
  const text = toSimplified(clause);
  const words = Array.from(WORDS.segment(text), ({ segment: word }) => word);
  const syllables = syllablesOf(text, words);
  let at = 0;
  return words.map((word) => {
    const from = at;
    at += Array.from(word).length;
    return { text: word, syllables: syllables.slice(from, at) };
  });
}

function syllablesOf(text: string, words: readonly string[]): string[] {
  const syllables = pinyin(text, { type: "array", toneType: "num" });
  const characters = Array.from(text);
  const wordStarts = startsOfWords(words);
  let at = 0;
  for (const { origin } of segment(text)) {
    // pinyin-pro gives a character outside its words the most frequent reading.
    const syllable = particle(origin, { characters, at, wordStarts });
    if (syllable !== null) syllables[at] = syllable;
    at += Array.from(origin).length;
  }
  return syllables;
}

interface Context {
  readonly characters: readonly string[];
  /** Index of the character that is read. */
  readonly at: number;
  /** By index of a character, the index at which its word begins. */
  readonly wordStarts: readonly number[];
}

/** Returns the syllable of a character that its neighbours decide, or null. */
function particle(character: string, { characters, at, wordStarts }: Context): string | null {
  const between = (from: number, to?: number): string => characters.slice(from, to).join("");
  const start = wordStarts[at] ?? at;
  if (character === "得") return readDe(between(0, at), between(at + 1));
  if (character === "地") {
    const adverb = between(start < at ? start : (wordStarts[at - 1] ?? at), at);
    return readDi(adverb, between(at + 1));
  }
  const endsWord = start < at && wordStarts[at + 1] !== start;
  if (character === "子" && endsWord && !FULL_ZI.test(between(start, at + 1))) return "zi0";
  return null;
}

function startsOfWords(words: readonly string[]): number[] {
  const starts: number[] = [];
  for (const word of words) {
    const start = starts.length;
    for (const _ of word) starts.push(start);
  }
  return starts;
}

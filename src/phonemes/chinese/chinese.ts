import { rangesOf, type TextRange, type Word } from "../../text/words.ts";
import type { Phonemes } from "../symbols.ts";
import { readChinese } from "./pinyin.ts";
import { toSimplified } from "./simplified.ts";
import { syllablePhonemes } from "./syllable.ts";
import { createWriter, type Writer } from "./writer.ts";

/** A text and its words, in order. */
interface Source {
  readonly text: string;
  readonly words: readonly Word[];
}

/** Han characters; words in other letters with single blanks between; one mark. Other characters have no sound. */
const PARTS =
  /(?<han>\p{sc=Han}+)|(?<foreign>[\p{L}--\p{sc=Han}][[\p{L}\p{M}'’\-]--\p{sc=Han}]*(?: [\p{L}--\p{sc=Han}][[\p{L}\p{M}'’\-]--\p{sc=Han}]*)*)|(?<mark>[，、,。．.！!？?：:；;（\(）\)…⋯—–])/gv;
/** Marks in the alphabet. Quotation marks change neither pause nor pitch and are dropped. */
const MARKS: Readonly<Record<string, string>> = {
  "，": ",",
  "、": ",",
  "。": ".",
  "．": ".",
  "！": "!",
  "？": "?",
  "：": ":",
  "；": ";",
  "（": "(",
  "）": ")",
  "⋯": "…",
  "–": "—",
};
const DIGITS = "零一二三四五六七八九";
const MARKS_AT_END = /[;:,.!?—…() ]+$/u;

/**
 * Returns the phonemes of a Chinese utterance in Kokoro's Mandarin alphabet: IPA with a tone arrow after each vowel.
 * Traditional characters are read like simplified ones. `readForeign` reads the words in other letters.
 *
 * @example
 * chinesePhonemes({ text: "你好，David。", words }, english).symbols; // "ni↓xau↓, dˈAvəd."
 */
export function chinesePhonemes(
  { text, words }: Source,
  readForeign: (run: Source) => Phonemes,
): Phonemes {
  const writer = createWriter(text.length);
  const places = placesOf({ text, words });
  for (const { 0: part, groups = {}, index } of withHanDigits(toSimplified(text)).matchAll(PARTS)) {
    if (groups["han"] !== undefined) writeHan(writer, part, index);
    else if (groups["mark"] !== undefined) writer.mark(MARKS[part] ?? part);
    else {
      const inside = places.filter(({ from, to }) => from >= index && to <= index + part.length);
      const phonemes = readForeign({ text: part, words: inside.map(({ word }) => word) });
      writeForeign(writer, phonemes, inside);
    }
  }
  const ranges = places.map(writer.rangeOf);
  return { symbols: writer.finish(), words: ranges };
}

/** A word and its place in the text of the utterance. */
interface Place extends TextRange {
  readonly word: Word;
}

function placesOf({ text, words }: Source): readonly Place[] {
  return rangesOf(words, text).map((range, i) => ({ word: words[i]!, ...range }));
}

/** Replaces digits by Han characters. The text front end leaves digits only if it is turned off. */
function withHanDigits(text: string): string {
  return text.replace(/[0-9]/g, (digit) => DIGITS[Number(digit)]!);
}

/** Writes Han characters, the first of which is at index `from` of the text. */
function writeHan(writer: Writer, characters: string, from: number): void {
  let at = from;
  for (const { text, syllables } of readChinese(characters)) {
    const sounds = syllables.map(syllablePhonemes);
    if (sounds.some((sound) => sound !== null)) writer.word();
    for (const [i, character] of Array.from(text).entries()) {
      const sound = sounds[i] ?? null;
      const to = at + character.length;
      if (sound !== null) {
        const start = writer.add(sound);
        writer.remember({ from: at, to }, { from: start, to: start + sound.length });
      }
      at = to;
    }
  }
}

function writeForeign(
  writer: Writer,
  { symbols, words }: Phonemes,
  places: readonly Place[],
): void {
  const spoken = symbols.replace(MARKS_AT_END, "");
  if (spoken === "") return;
  writer.word();
  const start = writer.add(spoken);
  for (const [i, range] of words.entries()) {
    const place = places[i];
    if (range !== null && place)
      writer.remember(place, { from: start + range.from, to: start + range.to });
  }
}

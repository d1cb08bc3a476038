import { customPinyin, pinyin, segment } from "pinyin-pro";
import { LONE, PARTICLES } from "./lone.ts";
import { FULL_ZI, NEUTRAL_ENDS, READINGS } from "./readings.ts";

/** A word of Mandarin: one syllable per character, in pinyin with the tone as a digit, 0 for the neutral tone. */
export interface ChineseWord {
  readonly text: string;
  readonly syllables: readonly string[];
}

/** ICU's dictionary. pinyin-pro knows readings in context, but only the words whose readings need a context. */
const WORDS = new Intl.Segmenter("zh", { granularity: "word" });
/** The segmenter looks for the longest word from the end of a clause. Its other methods were no better. */
const LONGEST_FIRST = { segmentit: 1 } as const;
const TONE_MARK = /[\u0300\u0301\u0304\u030c]/gu;

const CORRECTIONS = { ...neutralEnds(), ...READINGS };
customPinyin(CORRECTIONS);

/** The corrected words with their syllables. */
const CORRECTED: ReadonlyMap<string, readonly string[]> = new Map(
  Object.keys(CORRECTIONS).map((word) => [word, pinyin(word, { type: "array", toneType: "num" })]),
);
/** Finds corrected words, the longest at each place. */
const CORRECTED_WORD = new RegExp(
  [...CORRECTED.keys()].sort((a, b) => b.length - a.length).join("|"),
  "gu",
);

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
 * Reads a clause of simplified Han characters: its words with their pinyin. The tones of 不 and 一 are those before the
 * next syllable. A character without a known reading is its own syllable.
 *
 * @example
 * readChinese("银行行长"); // [{ text: "银行", syllables: ["yin2", "hang2"] }, …]
 */
export function readChinese(clause: string): readonly ChineseWord[] {
  const words = Array.from(WORDS.segment(clause), ({ segment: word }) => word);
  const syllables = syllablesOf(clause, words);
  let at = 0;
  return words.map((word) => {
    const from = at;
    at += Array.from(word).length;
    return { text: word, syllables: syllables.slice(from, at) };
  });
}

interface Clause {
  readonly characters: readonly string[];
  /** By index of a character, the index at which its word begins. */
  readonly wordStarts: readonly number[];
}

function syllablesOf(text: string, words: readonly string[]): string[] {
  const clause = { characters: Array.from(text), wordStarts: startsOfWords(words) };
  const read = readWhole(text);
  // pinyin-pro looks for its words from the end of the clause, and so takes 重影 out of 严重影响.
  for (const piece of read.pieces) if (divides(piece, clause)) reread(piece, clause, read);
  const syllables = read.syllables.map((syllable, at) => {
    return (read.isAlone[at] && lone(clause, at)) || syllable;
  });
  return syllables.map((syllable, at) => {
    const isChanging = /^[一不]$/u.test(clause.characters[at] ?? "");
    return isChanging ? withSandhi(syllable, syllables[at + 1] ?? "") : syllable;
  });
}

/** Returns a changed 一 or 不 with the tone before `next`: rising before a falling tone, else falling. */
function withSandhi(syllable: string, next: string): string {
  if (!/[24]$/.test(syllable) || !/[1-4]$/.test(next)) return syllable;
  return `${syllable.slice(0, -1)}${next.endsWith("4") ? 2 : 4}`;
}

/** A word of pinyin-pro, from one index of a character to another. */
interface Piece {
  readonly from: number;
  readonly to: number;
}

interface Reading {
  readonly syllables: string[];
  /** Whether a character is a word of its own. */
  readonly isAlone: boolean[];
  /** Whether a character is in a corrected word. */
  readonly isCorrected: readonly boolean[];
  readonly pieces: readonly Piece[];
}

function readWhole(text: string): Reading {
  let from = 0;
  const pieces = segment(text, LONGEST_FIRST).map(({ origin }) => {
    const to = from + Array.from(origin).length;
    const piece = { from, to };
    from = to;
    return piece;
  });
  const syllables = pinyin(text, { ...LONGEST_FIRST, type: "array", toneType: "num" });
  const isCorrected = corrected(text, syllables);
  const isAlone = pieces.flatMap(({ from, to }) => Array<boolean>(to - from).fill(to - from === 1));
  // pinyin-pro does not list all of its words.
  return {
    syllables,
    isAlone: isAlone.map((is, at) => is && !isCorrected[at]),
    isCorrected,
    pieces,
  };
}

/** Returns for each character whether it is in a corrected word that was read as such. */
function corrected(text: string, syllables: readonly string[]): boolean[] {
  const isCorrected = Array<boolean>(syllables.length).fill(false);
  for (const { 0: word, index } of text.matchAll(CORRECTED_WORD)) {
    const from = Array.from(text.slice(0, index)).length;
    const wanted = CORRECTED.get(word) ?? [];
    if (wanted.every((syllable, i) => syllables[from + i] === syllable))
      isCorrected.fill(true, from, from + wanted.length);
  }
  return isCorrected;
}

/** Returns whether a piece of several characters begins or ends inside a word. */
function divides({ from, to }: Piece, { wordStarts }: Clause): boolean {
  if (to - from === 1) return false;
  return wordStarts[from] !== from || (to < wordStarts.length && wordStarts[to] !== to);
}

/** Reads the words that a piece touches one by one. The tones of 一 and 不 depend on the next word and stay. */
function reread(
  { from, to }: Piece,
  { characters, wordStarts }: Clause,
  { syllables, isAlone, isCorrected }: Reading,
): void {
  for (let start = wordStarts[from] ?? from; start < to;) {
    let end = start + 1;
    while (wordStarts[end] === start) end += 1;
    const word = characters.slice(start, end);
    const read = readWhole(word.join(""));
    for (const [i, character] of word.entries()) {
      if (isCorrected[start + i]) continue;
      isAlone[start + i] = read.isAlone[i] ?? true;
      if (character !== "一" && character !== "不") syllables[start + i] = read.syllables[i] ?? "";
    }
    start = end;
  }
}

/** Returns the syllable of a character that its neighbours decide, or null. */
function lone({ characters, wordStarts }: Clause, at: number): string | null {
  const between = (from: number, to?: number): string => characters.slice(from, to).join("");
  const start = wordStarts[at] ?? at;
  const wordFrom = start < at ? start : (wordStarts[at - 1] ?? at);
  const word = between(wordFrom, at);
  const character = characters[at] ?? "";
  const isEnd = wordStarts[at + 1] !== start;
  if (character === "子" && word !== "" && isEnd) return FULL_ZI.test(`${word}子`) ? null : "zi0";
  const read = start === at && isEnd ? LONE.get(character) : undefined;
  const place = { before: between(0, at), after: between(at + 1), word };
  return (read ?? PARTICLES.get(character))?.(place) ?? null;
}

function startsOfWords(words: readonly string[]): number[] {
  const starts: number[] = [];
  for (const word of words) {
    const start = starts.length;
    for (const _ of word) starts.push(start);
  }
  return starts;
}

import { endsSentence } from "../text/sentenceEnd.ts";
import type { SpokenWord } from "./spokenWords.ts";

/** A caption: one or two lines, and when they are shown. */
export interface Cue {
  readonly lines: readonly string[];
  /** Seconds. */
  readonly fromS: number;
  readonly toS: number;
}

/** Longest line, columns; two lines are the usual width of subtitles. */
const LINE_COLUMNS = 42;
/** Longest caption, characters with the line end. */
const CUE_CHARS = 84;
const CUE_S = 7;
/** Words before and after a mark that tell whether the mark ends a sentence. */
const NEAR = 6;
/** A caption stays until the next one if that comes within this time, so that it does not flicker. */
const STAYS_S = 1;

/** Marks at the end of a word, with the quotes and brackets that close after them. */
const SENTENCE_MARK = /[.!?\u2026\u3002\uff01\uff1f][.!?\u2026"')\]*_\u2019\u201d\u300d]*$/u;
const CLAUSE_MARK =
  /[,;:\u2013\u2014\uff0c\u3001\uff1b\uff1a]["')\]*_\u2019\u201d\u300d]*$| [-\u2013\u2014]$/u;
/** A line that begins with a capital, a number or a sign is a heading, a list item or a sentence. */
const BLOCK = /^(?:\p{Lu}|\p{N}|[-*#>\u2022])/u;
/** Wide characters take two columns. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]|\p{Extended_Pictographic}/u;

/**
 * Makes captions of the words of a text, in order: at most 84 characters on two lines, and at most 7 s. Each sentence
 * begins a caption. A long one is cut between clauses, else between words, so that the parts have similar lengths. The
 * last caption ends at `endS`, the end of the audio.
 */
export function cuesOf(words: readonly SpokenWord[], endS: number): Cue[] {
  const cues = sentencesOf(words).flatMap(cut).flatMap(cueOf);
  return cues.map((cue, at) => ({ ...cue, toS: shownUntil(cue, cues[at + 1], endS) }));
}

/** Returns the end of a caption. The one before the end of the audio stays until then. */
function shownUntil({ fromS, toS }: Cue, next: Cue | undefined, endS: number): number {
  if (next === undefined) return Math.max(endS, fromS);
  const stays = next.fromS - toS <= STAYS_S ? next.fromS : toS;
  return Math.min(stays, fromS + CUE_S);
}

function sentencesOf(words: readonly SpokenWord[]): SpokenWord[][] {
  const sentences: SpokenWord[][] = [];
  let sentence: SpokenWord[] = [];
  for (const [at, word] of words.entries()) {
    sentence.push(word);
    if (at < words.length - 1 && !isEnd(sentence, words.slice(at + 1, at + 1 + NEAR))) continue;
    sentences.push(sentence);
    sentence = [];
  }
  return sentences;
}

/** Returns whether the last of `words` ends a sentence; `next` are the words after it. */
function isEnd(words: readonly SpokenWord[], next: readonly SpokenWord[]): boolean {
  const { ends } = words.at(-1)!;
  if (ends === "paragraph" || (ends === "line" && BLOCK.test(textOf(next)))) return true;
  const text = textOf(words.slice(-NEAR));
  const mark = SENTENCE_MARK.exec(text);
  if (mark === null) return false;
  return endsSentence({ mark: mark[0], before: text.slice(0, mark.index), after: textOf(next) });
}

/** Cuts words until each part fits a caption. */
function cut(words: readonly SpokenWord[]): (readonly SpokenWord[])[] {
  if (words.length < 2 || (linesOf(words) !== null && secondsOf(words) <= CUE_S)) return [words];
  const at = cutIn(words);
  return [words.slice(0, at), words.slice(at)].flatMap(cut);
}

/** Returns the place of the best cut: the clause end in the middle half that is nearest to the middle, else any word. */
function cutIn(words: readonly SpokenWord[]): number {
  let length = 0;
  const ends = words.map(({ text, isApart }) => (length += text.length + (isApart ? 1 : 0)));
  let best = { at: 1, cost: Infinity };
  for (const [index, word] of words.slice(0, -1).entries()) {
    const share = ends[index]! / length;
    const isClause = isClauseEnd(word) && share > 0.25 && share < 0.75;
    const cost = Math.abs(share - 0.5) + (isClause ? 0 : 1);
    if (cost < best.cost) best = { at: index + 1, cost };
  }
  return best.at;
}

function isClauseEnd({ text, ends }: SpokenWord): boolean {
  return ends !== null || CLAUSE_MARK.test(text);
}

/** Returns the captions of words that are not cut further: one, or several for a word that is longer than a caption. */
function cueOf(words: readonly SpokenWord[]): Cue[] {
  const [fromS, toS] = [words[0]!.fromS, words.at(-1)!.toS];
  const lines = linesOf(words);
  if (lines !== null) return [{ lines, fromS, toS }];
  const chars = Array.from(textOf(words));
  const count = Math.ceil(chars.length / CUE_CHARS);
  const stepS = (toS - fromS) / count;
  return Array.from({ length: count }, (_, at) => ({
    lines: [chars.slice(at * CUE_CHARS, (at + 1) * CUE_CHARS).join("")],
    fromS: fromS + at * stepS,
    toS: fromS + (at + 1) * stepS,
  }));
}

/** Returns words on one or two lines; null if they do not fit. A single word can fill a line of 84 characters. */
function linesOf(words: readonly SpokenWord[]): string[] | null {
  const text = textOf(words);
  const chars = Array.from(text).length;
  if (columnsOf(text) <= LINE_COLUMNS || (words.length === 1 && chars <= CUE_CHARS)) return [text];
  if (chars > CUE_CHARS) return null;
  const pairs = words.flatMap(({ isApart }, at) => {
    if (at === 0 || !isApart) return [];
    const pair = [textOf(words.slice(0, at)), textOf(words.slice(at))];
    const longest = Math.max(...pair.map(columnsOf));
    return longest <= LINE_COLUMNS ? [{ pair, longest }] : [];
  });
  if (pairs.length === 0) return null;
  return pairs.reduce((best, each) => (each.longest < best.longest ? each : best)).pair;
}

function textOf(words: readonly SpokenWord[]): string {
  return words.map(({ text, isApart }, at) => (isApart && at > 0 ? ` ${text}` : text)).join("");
}

function columnsOf(text: string): number {
  return Array.from(text).reduce((sum, char) => sum + (WIDE.test(char) ? 2 : 1), 0);
}

function secondsOf(words: readonly SpokenWord[]): number {
  return words.at(-1)!.toS - words[0]!.fromS;
}

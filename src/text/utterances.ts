import { border, slice, type Span, spanOf, type Traced } from "./spans.ts";
import { type Word, wordsOf } from "./words.ts";

/** Estimated speaking rates, characters per second. A digit is spoken as a word. */
const LETTERS_PER_S = 15;
const HAN_PER_S = 4.5;
const DIGITS_PER_S = 3;
/** Punctuation and blanks take almost no time, but a long run of them must still be cut. */
const OTHERS_PER_S = 60;

const FIRST_MAX_S = 6;
const SECOND_MAX_S = 8;
const LATER_MAX_S = 12;
const SHORT_S = 1;
/** Places where a cut is least audible, best first: after punctuation, before a conjunction, after a blank. */
const CUTS = [
  /[;:\u2014\u2013\uff1b\uff1a]\s*|\s-\s/g,
  /[,)\]\uff0c\u3001\uff09](?!\d)\s*/g,
  /\s(?=(?:and|but|because|or|which|that|dan|tetapi|kerana|atau|yang)\s)/gi,
  /(?=\u4f46\u662f|\u56e0\u4e3a|\u6240\u4ee5)/g,
  /\s+/g,
] as const;

/** Estimates the seconds of speech of a text. */
export function speechSeconds(text: string): number {
  let seconds = 0;
  for (const character of text) seconds += characterSeconds(character);
  return seconds;
}

function characterSeconds(character: string): number {
  if (/\p{Script=Han}/u.test(character)) return 1 / HAN_PER_S;
  if (/\p{L}/u.test(character)) return 1 / LETTERS_PER_S;
  if (/\p{N}/u.test(character)) return 1 / DIGITS_PER_S;
  return 1 / OTHERS_PER_S;
}

/** A text that an engine speaks at a time, and the part of the input that it stands for. */
export interface Passage extends Span {
  readonly text: string;
}

/** A passage with its words, in order; the text of each stands in the passage's text. */
export interface WordedPassage extends Passage {
  readonly words: readonly Word[];
}

/**
 * Groups sentences into utterances, lazily. The first is short, so that the first audio comes early: one sentence of up
 * to 6 s of estimated speech, or sentences until 1 s is reached. The second has up to 8 s, later ones up to 12 s. Each
 * ends in punctuation.
 */
export function* utterances(sentences: Iterable<Traced>): Generator<WordedPassage> {
  let group: WordedPassage | null = null;
  let groupS = 0;
  let spoken = 0;
  const limitS = (): number => [FIRST_MAX_S, SECOND_MAX_S][spoken] ?? LATER_MAX_S;
  for (const sentence of sentences) {
    // A heading or a list item without final punctuation would run into the next sentence.
    if (group !== null) group = withMark(group);
    for (const piece of pieces(sentence, limitS)) {
      const pieceS = speechSeconds(piece.text);
      const full = spoken === 0 ? groupS >= SHORT_S : groupS + pieceS > limitS();
      if (group !== null && full) {
        yield withMark(group);
        spoken += 1;
        group = null;
        groupS = 0;
      }
      const { start, end } = spanOf(piece);
      const words = wordsOf(piece);
      group =
        group === null
          ? { text: piece.text, words, start, end }
          : {
              text: `${group.text} ${piece.text}`,
              words: [...group.words, ...words],
              start: group.start,
              end,
            };
      groupS += pieceS;
    }
  }
  if (group !== null) yield withMark(group);
}

function* pieces(sentence: Traced, limitS: () => number): Generator<Traced> {
  let rest = sentence;
  for (;;) {
    const at = border(rest, cutIndex(rest.text, limitS()));
    if (at === rest.text.length) break;
    yield slice(rest, 0, at);
    rest = slice(rest, at, rest.text.length);
  }
  if (rest.text !== "") yield rest;
}

/**
 * Returns the index at which to cut `text` so that the first part lasts at most `maxS`; without a cut, the length of
 * `text`.
 */
function cutIndex(text: string, maxS: number): number {
  const { index: end, seconds } = reach(text, maxS);
  if (end === text.length) return end;
  // The first piece is short for an early first audio; later cuts are near the middle, so that no short rest remains.
  const restS = seconds + speechSeconds(text.slice(end, end + 2 * end));
  const idealS = maxS === FIRST_MAX_S ? SHORT_S : Math.min(maxS * 0.8, restS / 2);
  const ideal = reach(text, idealS).index;
  const least = reach(text, SHORT_S).index;
  const head = text.slice(0, end);
  for (const mark of CUTS) {
    let best = -1;
    for (const match of head.matchAll(mark)) {
      const at = match.index + match[0].length;
      if (at < least || at >= end) continue;
      if (best < 0 || Math.abs(at - ideal) < Math.abs(best - ideal)) best = at;
    }
    if (best > 0) return best;
  }
  return end;
}

/**
 * Returns the length and the seconds of the longest beginning of `text` that lasts at most `maxS`; at least one
 * character.
 */
function reach(text: string, maxS: number): { index: number; seconds: number } {
  let seconds = 0;
  let index = 0;
  for (const character of text) {
    const next = seconds + characterSeconds(character);
    if (next > maxS && index > 0) return { index, seconds };
    seconds = next;
    index += character.length;
  }
  return { index, seconds };
}

function withMark(passage: WordedPassage): WordedPassage {
  const { text } = passage;
  if (/[.!?:;,\u3002\uff01\uff1f\uff1a\uff1b\uff0c\u2026]["')\]\u300d\u201d]*$/u.test(text))
    return passage;
  return { ...passage, text: /\p{Script=Han}$/u.test(text) ? `${text}\u3002` : `${text}.` };
}

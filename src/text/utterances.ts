import { border, divided, slice, type Span, spanOf, type Traced } from "./spans.ts";
import { type Word, wordsOf } from "./words.ts";

/** Estimated speaking rates, characters per second. A digit takes longer than a letter, because it is spoken as a word. */
const LETTERS_PER_S = 15;
const HAN_PER_S = 4.5;
const DIGITS_PER_S = 3;
/** Punctuation and blanks take almost no time, but a long run of them must still be cut. */
const OTHERS_PER_S = 60;

/** Longest first, second and later utterances, estimated seconds. */
const FIRST_MAX_S = 6;
const SECOND_MAX_S = 8;
const LATER_MAX_S = 12;
/** A sentence under this duration does not become an utterance of its own. */
const SHORT_S = 1;
/** Longest utterance that can result if a replacement, such as the words of a long number, is not cut. */
const UNCUT_MAX_S = 18;
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

/** A text that an engine speaks in one call, and the part of the input that the text comes from. */
export interface Passage extends Span {
  readonly text: string;
}

/** A passage with its words, in order. The text of each word occurs in the text of the passage. */
export interface WordedPassage extends Passage {
  readonly words: readonly Word[];
}

/** The utterance that is being gathered from sentences. */
interface Group {
  passage: WordedPassage | null;
  seconds: number;
  /** Number of blanks between the parts of the passage; `seconds` does not include them. */
  joints: number;
  /** Number of utterances before this one. */
  spoken: number;
  /** Longest utterance, seconds of estimated speech. */
  readonly longestS: number;
}

/**
 * Creates a grouper, which groups sentences that arrive one by one into utterances. The first utterance is short, so that
 * the first audio comes early: one sentence of up to 6 s of estimated speech, or several sentences until 1 s is reached.
 * The second utterance has up to 8 s, later utterances up to 12 s, and each of them at most `longestS`. A sentence under
 * 1 s is added to the utterance before it, even beyond these limits. Each utterance ends in punctuation.
 */
export function createGrouper(longestS = LATER_MAX_S) {
  const group: Group = { passage: null, seconds: 0, joints: 0, spoken: 0, longestS };
  return {
    /** Adds a sentence and yields the utterances that no later sentence can change. */
    *push(sentence: Traced): Generator<WordedPassage> {
      // Without a mark, a heading or a list item would be spoken as the beginning of the next sentence.
      if (group.passage !== null) group.passage = withMark(group.passage);
      for (const part of partsOf(sentence, () => limitS(group))) {
        const seconds = speechSeconds(part.text);
        if (isFull(group, seconds)) yield* finish(group);
        add(group, part, seconds);
      }
      if (group.spoken === 0 && group.seconds >= SHORT_S) yield* finish(group);
    },
    /** Yields the last utterance. */
    end: (): Generator<WordedPassage> => finish(group),
  };
}

/** Groups sentences into utterances, lazily; see `createGrouper`. */
export function* utterances(sentences: Iterable<Traced>): Generator<WordedPassage> {
  const grouper = createGrouper();
  for (const sentence of sentences) yield* grouper.push(sentence);
  yield* grouper.end();
}

/** Returns the duration limit of the utterance that is being gathered. */
function limitS({ spoken, longestS }: Group): number {
  return Math.min([FIRST_MAX_S, SECOND_MAX_S][spoken] ?? LATER_MAX_S, longestS);
}

/** Returns whether a part of `seconds` begins the next utterance. */
function isFull(group: Group, seconds: number): boolean {
  if (group.passage === null) return false;
  if (group.spoken === 0) return group.seconds >= SHORT_S;
  // In floating point 15 letters of 1/15 s can add up to slightly less than 1 s.
  const isShort = seconds < SHORT_S - 0.01;
  const limit = isShort ? limitS(group) + SHORT_S : limitS(group);
  const joinedS = group.seconds + seconds;
  return joinedS > limit || joinedS + group.joints / OTHERS_PER_S > limitS(group) + 2 * SHORT_S;
}

/** Yields the gathered utterance, if there is one, and begins the next. */
function* finish(group: Group): Generator<WordedPassage> {
  const { passage } = group;
  if (passage === null) return;
  group.passage = null;
  group.seconds = 0;
  group.joints = 0;
  group.spoken += 1;
  yield withMark(passage);
}

/** Adds a part of a sentence to the gathered utterance. */
function add(group: Group, part: Traced, seconds: number): void {
  const { passage } = group;
  const { start, end } = spanOf(part);
  const words = wordsOf(part);
  group.seconds += seconds;
  if (passage !== null) group.joints += 1;
  group.passage =
    passage === null
      ? { text: part.text, words, start, end }
      : {
          text: `${passage.text} ${part.text}`,
          words: [...passage.words, ...words],
          start: passage.start,
          end,
        };
}

/** Cuts a sentence into parts that each fit an utterance; `limitS` is the limit of the next part. */
function* partsOf(sentence: Traced, limitS: () => number): Generator<Traced> {
  let rest = sentence;
  for (;;) {
    const cut = cutIndex(rest.text, limitS());
    const whole = border(rest, cut);
    const isLong = whole > cut && speechSeconds(rest.text.slice(0, whole)) > UNCUT_MAX_S;
    const at = isLong ? cut : whole;
    if (isLong) rest = divided(rest, at);
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
  // The first part is short for an early first audio. Later cuts are near the middle, so that no short rest remains.
  const restS = seconds + speechSeconds(text.slice(end, end + 2 * end));
  const idealS = maxS === FIRST_MAX_S ? SHORT_S : restS / 2 <= maxS ? restS / 2 : maxS * 0.8;
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

/** Adds a full stop to a passage without punctuation at its end. */
function withMark(passage: WordedPassage): WordedPassage {
  const { text } = passage;
  if (/[.!?:;,\u3002\uff01\uff1f\uff1a\uff1b\uff0c\u2026]["')\]\u300d\u201d]*$/u.test(text))
    return passage;
  return { ...passage, text: /\p{Script=Han}$/u.test(text) ? `${text}\u3002` : `${text}.` };
}

import { border, divided, slice, type Traced } from "../spans.ts";
import { reach, speechSeconds } from "./seconds.ts";

/** A sentence under this duration does not become an utterance of its own in a passage; no cut makes a shorter part. */
export const SHORT_S = 1;
/** Longest utterance that can result if a replacement, such as the words of a long number, is not cut. */
const UNCUT_MAX_S = 18;

const CLAUSE_MARK = /[;:\u2014\u2013\uff1b\uff1a]\s*|\s-\s/g;
const COMMA = /[,)\]\uff0c\u3001\uff09]+(?![\d,)\]])\s*/g;
const COMMA_BEFORE_CONJUNCTION =
  /,\s+(?=(?:and|but|because|or|so|which|while|dan|tetapi|kerana|atau|yang)\s)|\uff0c(?=\u4f46|\u800c|\u56e0\u4e3a|\u6240\u4ee5|\u4e0d\u8fc7)/gi;
const CONJUNCTION =
  /\s(?=(?:and|but|because|or|which|that|dan|tetapi|kerana|atau|yang)\s)|(?=\u4f46\u662f|\u56e0\u4e3a|\u6240\u4ee5)/gi;
const BLANK = /\s+/g;
/** Places where a cut is least audible, best first: after punctuation, before a conjunction, after a blank. */
const ANYWHERE = [CLAUSE_MARK, COMMA, CONJUNCTION, BLANK];
/** Where a sentence that is an utterance of its own may be cut although it could be spoken whole. */
const BETWEEN_CLAUSES = [CLAUSE_MARK, COMMA_BEFORE_CONJUNCTION];
const AT_COMMAS = [...BETWEEN_CLAUSES, COMMA, CONJUNCTION];

/** How the beginning of a text that lasts more than `maxS` is cut off. */
export interface Cut {
  /** Longest part, seconds of estimated speech. */
  readonly maxS: number;
  /** Where the cut may be, best places first. */
  readonly places: readonly RegExp[];
  /** Whether the cut is as early as a place allows, for an early first audio; otherwise it is near the middle. */
  readonly early?: boolean;
  /** Whether places between round brackets count. */
  readonly inBrackets?: boolean;
}

/** The cut of a passage of at most `maxS`. */
export const passageCuts = (maxS: number, early: boolean): readonly Cut[] => [
  { maxS, places: ANYWHERE, early, inBrackets: true },
];

/**
 * The cuts of a sentence that should last at most `longestS`: between clauses, or, beyond 1.5 times the length, anywhere.
 * `naturalS` is the length up to which a comma is no reason for a cut.
 */
export const sentenceCuts = (longestS: number, naturalS: number): readonly Cut[] => [
  { maxS: longestS, places: longestS < naturalS ? AT_COMMAS : BETWEEN_CLAUSES },
  { maxS: 1.5 * longestS, places: AT_COMMAS },
  { maxS: 1.5 * longestS, places: [...AT_COMMAS, BLANK], inBrackets: true },
];

/** Cuts a sentence into parts; `cuts` returns those of the next part. The first cut that has a place is made. */
export function* partsOf(sentence: Traced, cuts: () => readonly Cut[]): Generator<Traced> {
  let rest = sentence;
  for (;;) {
    const cut = cutIndex(rest.text, cuts());
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

/** Returns the index at which to cut `text`; without a cut, the length of `text`. */
function cutIndex(text: string, cuts: readonly Cut[]): number {
  let end = text.length;
  for (const cut of cuts) {
    const reached = reach(text, cut.maxS);
    end = reached.index;
    if (end === text.length) return end;
    const best = bestPlace(text, cut, reached);
    if (best > 0) return best;
  }
  return end;
}

/** Returns the best place for a cut in the part of `text` that is reached; −1 without a place. */
function bestPlace(
  text: string,
  { maxS, places, early = false, inBrackets = false }: Cut,
  { index: end, seconds }: ReturnType<typeof reach>,
): number {
  // Later cuts are near the middle, so that no short rest remains.
  const restS = seconds + speechSeconds(text.slice(end, end + 2 * end));
  const idealS = early ? SHORT_S : restS / 2 <= maxS ? restS / 2 : maxS * 0.8;
  const ideal = reach(text, idealS).index;
  const least = reach(text, SHORT_S).index;
  const head = text.slice(0, end);
  for (const mark of places) {
    let best = -1;
    for (const match of head.matchAll(mark)) {
      const at = match.index + match[0].length;
      if (at < least || at >= end || (!inBrackets && isInBrackets(head, at))) continue;
      if (best < 0 || Math.abs(at - ideal) < Math.abs(best - ideal)) best = at;
    }
    if (best > 0) return best;
  }
  return -1;
}

/** Returns whether a round bracket is open at an index. */
function isInBrackets(text: string, at: number): boolean {
  const opening = text.lastIndexOf("(", at - 1);
  return opening >= 0 && text.lastIndexOf(")", at - 1) < opening;
}

import { createSentenceLanguages } from "./language/sentenceLanguage.ts";
import { type Cut, partsOf, passageCuts, sentenceCuts, SHORT_S } from "./group/parts.ts";
import { OTHERS_PER_S, speechSeconds } from "./group/seconds.ts";
import { type Begins, endsClause, type Sentence } from "./sentences.ts";
import { type Span, spanOf, type Traced } from "./spans.ts";
import type { Language } from "./speak/verbaliser.ts";
import { type Word, wordsOf } from "./words.ts";

/** Longest first, second and later utterances, estimated seconds. */
const PASSAGE_S = [6, 8, 12];
/** A sentence of up to this duration is spoken whole, unless the engine asks for less. */
const SENTENCE_S = 8;

/** A text that an engine speaks in one call, and the part of the input that the text comes from. */
export interface Passage extends Span {
  readonly text: string;
}

/** A passage with its words, in order. The text of each word occurs in the text of the passage. */
export interface WordedPassage extends Passage {
  readonly words: readonly Word[];
  /** The language of most of the text. */
  readonly language: Language;
  readonly begins: Begins | "text";
  /** True if the text ends in the middle of a clause, whose rest has not arrived. */
  readonly isOpen?: boolean;
}

/** How an engine wants its utterances. */
export interface Shape {
  /** "sentence": each sentence is an utterance; "passage": sentences are joined up to the longest utterance. */
  readonly unit: "sentence" | "passage";
  /**
   * Longest first, second, … utterance, seconds of estimated speech; the last number holds for the rest. By default 6, 8,
   * 12 for passages and 8 for sentences.
   */
  readonly longestS?: readonly number[];
  /** Limit of all utterances, seconds of estimated speech. */
  readonly limitS?: number;
}

/** Returns the shape of the utterances of a language. Sentences with different shape objects are not joined. */
export type ShapeOf = (language: Language) => Shape;

const PASSAGES: Shape = { unit: "passage" };
export const inPassages: ShapeOf = () => PASSAGES;

/** The utterance that is being gathered from sentences. */
interface Group {
  passage: Omit<WordedPassage, "language"> | null;
  /** Seconds of the passage in each language. */
  seconds: Map<Language, number>;
  /** Number of blanks between the parts of the passage; `seconds` does not include them. */
  joints: number;
  /** Number of utterances before this one. */
  spoken: number;
  /** The shape of the last sentence. */
  shape: Shape;
}

/** A sentence, or a part of a long one. */
interface Part extends Traced {
  readonly language: Language;
  readonly begins: Begins;
}

/**
 * Creates a grouper, which makes utterances of sentences that arrive one by one.
 *
 * Unit "passage": the first utterance is short, so that the first audio comes early: one sentence of up to 6 s of
 * estimated speech, or several sentences until 1 s is reached. The second utterance has up to 8 s, later utterances up
 * to 12 s. A sentence under 1 s is added to the utterance before it, even beyond these limits.
 *
 * Unit "sentence": each sentence is an utterance, because such a synthesizer pauses at a full stop inside an utterance
 * as at a comma. A sentence over 8 s is cut between clauses, one over 12 s anywhere.
 *
 * Each utterance ends in punctuation. `language`: the language of sentences that give no hint to it.
 */
export function createGrouper(shapeOf: ShapeOf, language?: Language) {
  const group: Group = { passage: null, seconds: new Map(), joints: 0, spoken: 0, shape: PASSAGES };
  const languageOf = createSentenceLanguages(language);
  return {
    /** Adds a sentence and yields the utterances that no later sentence can change. */
    *push(sentence: Sentence): Generator<WordedPassage> {
      // Without a mark, a heading or a list item would be spoken as the beginning of the next sentence.
      if (group.passage !== null) group.passage = withMark(group.passage, ".");
      const own = languageOf(sentence.text);
      const shape = shapeOf(own);
      if (shape !== group.shape) yield* finish(group);
      group.shape = shape;
      let { begins } = sentence;
      for (const part of partsOf(sentence, () => cutsOf(group))) {
        const seconds = speechSeconds(part.text);
        if (isFull(group, seconds)) yield* finish(group, begins === "clause" || begins === "word");
        add(group, { ...part, language: own, begins }, seconds);
        begins = "clause";
      }
      if (shape.unit === "sentence") yield* finish(group, sentence.isOpen);
      else if (group.spoken === 0 && secondsOf(group) >= SHORT_S) yield* finish(group);
    },
    /** Yields the last utterance. */
    end: (): Generator<WordedPassage> => finish(group),
  };
}

/** Groups the sentences of a text into utterances, lazily; see `createGrouper`. */
export function* utterances(
  sentences: Iterable<Sentence>,
  shapeOf = inPassages,
  language?: Language,
): Generator<WordedPassage> {
  const grouper = createGrouper(shapeOf, language);
  for (const sentence of sentences) yield* grouper.push(sentence);
  yield* grouper.end();
}

/** Returns the duration limit of utterance number `at`. */
function limitS(
  { spoken, shape: { unit, limitS = Infinity, longestS } }: Group,
  at = spoken,
): number {
  const limits = longestS ?? (unit === "passage" ? PASSAGE_S : [SENTENCE_S]);
  return Math.min(limits[at] ?? limits.at(-1) ?? SENTENCE_S, limitS);
}

/** Returns how a sentence is cut whose next part belongs to the utterance that is being gathered. */
function cutsOf(group: Group): readonly Cut[] {
  if (group.shape.unit === "sentence") {
    // The part before the next one is an utterance that is not counted yet.
    const at = group.spoken + (group.passage === null ? 0 : 1);
    return sentenceCuts(limitS(group, at), SENTENCE_S);
  }
  const longest = limitS(group);
  return passageCuts(longest, longest === PASSAGE_S[0]);
}

const secondsOf = ({ seconds }: Group): number => seconds.values().reduce((sum, s) => sum + s, 0);

/** Returns whether a part of `seconds` begins the next utterance. */
function isFull(group: Group, seconds: number): boolean {
  if (group.passage === null) return false;
  if (group.shape.unit === "sentence") return true;
  const gatheredS = secondsOf(group);
  if (group.spoken === 0) return gatheredS >= SHORT_S;
  // In floating point 15 letters of 1/15 s can add up to slightly less than 1 s.
  const isShort = seconds < SHORT_S - 0.01;
  const limit = isShort ? limitS(group) + SHORT_S : limitS(group);
  const joinedS = gatheredS + seconds;
  return joinedS > limit || joinedS + group.joints / OTHERS_PER_S > limitS(group) + 2 * SHORT_S;
}

/** Returns the language with the most seconds, the first of equals. */
function languageOfGroup({ seconds }: Group): Language {
  const [first, ...rest] = seconds;
  if (first === undefined) return "en";
  return rest.reduce((most, each) => (each[1] > most[1] ? each : most), first)[0];
}

/** Yields the gathered utterance, if there is one, and begins the next. `isOpen`: its sentence goes on. */
function* finish(group: Group, isOpen = false): Generator<WordedPassage> {
  const { passage } = group;
  if (passage === null) return;
  const language = languageOfGroup(group);
  group.passage = null;
  group.seconds = new Map();
  group.joints = 0;
  group.spoken += 1;
  const mark = isOpen && group.shape.unit === "sentence" ? "," : ".";
  const isInClause = isOpen && !endsClause(passage.text);
  yield { ...withMark(passage, mark), language, ...(isInClause && { isOpen: true }) };
}

/** Adds a part of a sentence to the gathered utterance. */
function add(group: Group, part: Part, seconds: number): void {
  const { passage } = group;
  const { start, end } = spanOf(part);
  const words = wordsOf(part);
  group.seconds.set(part.language, (group.seconds.get(part.language) ?? 0) + seconds);
  if (passage !== null) group.joints += 1;
  const begins = group.spoken === 0 ? "text" : part.begins;
  group.passage =
    passage === null
      ? { text: part.text, words, start, end, begins }
      : {
          ...passage,
          text: `${passage.text} ${part.text}`,
          words: [...passage.words, ...words],
          end,
        };
}

/** Adds a full stop or a comma to a passage without punctuation at its end. */
function withMark<T extends Passage>(passage: T, mark: "." | ","): T {
  const { text } = passage;
  if (/[.!?:;,\u3002\uff01\uff1f\uff1a\uff1b\uff0c\u2026]["')\]\u300d\u201d]*$/u.test(text))
    return passage;
  if (mark === "," && /[-\u2013\u2014]$/.test(text)) return passage;
  const han = mark === "." ? "\u3002" : "\uff0c";
  return { ...passage, text: `${text}${/\p{Script=Han}$/u.test(text) ? han : mark}` };
}

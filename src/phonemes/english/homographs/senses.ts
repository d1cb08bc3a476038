import { type Sentence, wordAt, wordSet } from "./sentence.ts";

/** One way to say a word, with the words that suggest it. Lists are words in lower case with spaces between. */
export interface Sense {
  /** Phonemes in the lexicon's alphabet. */
  readonly says: string;
  /** Words just before it; two of them joined as "in_a" count double. */
  readonly after?: string;
  /** Words just after it. */
  readonly before?: string;
  /** Words within thirty words of it. */
  readonly near?: string;
}

/** The weight of a neighbour beside that of a word somewhere near. */
const NEIGHBOUR = 3;
/** Number of words on each side that are near. Words farther away are often about another subject. */
const REACH = 30;

/** A sense whose lists are sets. */
interface Cues {
  readonly says: string;
  readonly after: ReadonlySet<string>;
  readonly before: ReadonlySet<string>;
  readonly near: ReadonlySet<string>;
}

/** Returns a function that gives the phonemes of the sense that most words suggest; of the first sense if none do. */
export function createSenses(
  senses: readonly Sense[],
): (sentence: Sentence, i: number) => string | undefined {
  const cues = senses.map(({ says, after = "", before = "", near = "" }) => {
    return { says, after: wordSet(after), before: wordSet(before), near: wordSet(near) };
  });
  return function senseAt(sentence, i) {
    const scores = cues.map((each) => scoreOf(sentence, i, each));
    return cues[scores.indexOf(Math.max(...scores))]?.says;
  };
}

function scoreOf(sentence: Sentence, i: number, { after, before, near }: Cues): number {
  const from = Math.max(0, i - REACH);
  const around = sentence.words.slice(from, i + REACH);
  const nearby = around.filter((word, k) => from + k !== i && has(near, word)).length;
  const pair = `${wordAt(sentence, i - 2)}_${wordAt(sentence, i - 1)}`;
  const previous = has(after, wordAt(sentence, i - 1)) ? NEIGHBOUR : 0;
  const next = has(before, wordAt(sentence, i + 1)) ? NEIGHBOUR : 0;
  return nearby + next + (has(after, pair) ? 2 * NEIGHBOUR : previous);
}

/** Returns whether a list has the word, or its singular. */
function has(list: ReadonlySet<string>, word: string): boolean {
  if (word === "") return false;
  return list.has(word) || (word.length > 3 && list.has(word.replace(/s$/, "")));
}

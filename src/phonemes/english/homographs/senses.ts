import { type Sentence, wordAt } from "./sentence.ts";

/** One way to say a word, with the words that speak for it. Lists are words in lower case with spaces between. */
export interface Sense {
  /** Phonemes in the lexicon's alphabet. */
  readonly says: string;
  /** Words just before it; two of them joined as "in_a" count double. */
  readonly after?: string;
  /** Words just behind it. */
  readonly before?: string;
  /** Words anywhere in the sentence. */
  readonly near?: string;
}

/** The weight of a neighbour beside that of a word somewhere in the sentence. */
const NEIGHBOUR = 3;

/** Returns the sense for which most words speak; if none does, the first. */
export function senseAt(
  sentence: Sentence,
  i: number,
  senses: readonly Sense[],
): Sense | undefined {
  const scores = senses.map((sense) => scoreOf(sentence, i, sense));
  return senses[scores.indexOf(Math.max(...scores))];
}

function scoreOf(
  sentence: Sentence,
  i: number,
  { after = "", before = "", near = "" }: Sense,
): number {
  const nearby = sentence.words.filter((word, k) => k !== i && has(near, word)).length;
  const pair = `${wordAt(sentence, i - 2)}_${wordAt(sentence, i - 1)}`;
  const previous = has(after, pair)
    ? 2 * NEIGHBOUR
    : has(after, wordAt(sentence, i - 1))
      ? NEIGHBOUR
      : 0;
  const next = has(before, wordAt(sentence, i + 1)) ? NEIGHBOUR : 0;
  return nearby + previous + next;
}

/** Whether a list has the word, or its singular. */
function has(list: string, word: string): boolean {
  const spaced = ` ${list} `;
  return (
    spaced.includes(` ${word} `) ||
    (word.length > 3 && spaced.includes(` ${word.replace(/s$/, "")} `))
  );
}

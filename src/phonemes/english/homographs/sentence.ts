/** A sentence cut into pieces (words without clitics, clitics, marks), with a tag of the Penn Treebank for each. */
export interface Sentence {
  readonly pieces: readonly string[];
  /** The pieces in lower case. */
  readonly words: readonly string[];
  readonly tags: readonly string[];
}

/** Returns the word `i` in lower case; "" before the start and after the end. */
export function wordAt(sentence: Sentence, i: number): string {
  return sentence.words[i] ?? "";
}

/** Returns the tag of word `i`; "" before the start and after the end. */
export function tagAt(sentence: Sentence, i: number): string {
  return sentence.tags[i] ?? "";
}

/** Returns whether word `i` is written with a capital. */
export function isCapital(sentence: Sentence, i: number): boolean {
  return sentence.pieces[i] !== wordAt(sentence, i);
}

/** Returns the tag of word `i` by a rule for this word. `tag` is the one by the rules for all words. */
export type TagRule = (sentence: Sentence, i: number, tag: string) => string;

/** Returns the words of a list with spaces between them as a set. */
export function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.split(/\s+/));
}

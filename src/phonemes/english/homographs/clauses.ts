import { type Sentence, tagAt, wordAt, wordSet } from "./sentence.ts";

/** Words with which a clause begins. */
export const SUBORDINATORS = wordSet(
  "as when while if because until unless although though before after since once whenever where how why",
);

/**
 * Returns whether a finite verb of any tense, or a command, stands at another place in the clause of word `i`. Clauses begin
 * at words such as "when"; a mark ends such a clause only.
 */
export function hasOtherVerb(sentence: Sentence, i: number): boolean {
  const [from, to] = clauseAround(sentence, i);
  if (i > 0 && from === 0 && tagAt(sentence, 0) === "VB") return true;
  return sentence.tags.some(
    (tag, k) => k >= from && k < to && k !== i && /^(VBD|VBZ|VBP|MD)$/.test(tag),
  );
}

function clauseAround({ words, tags }: Sentence, i: number): readonly [from: number, to: number] {
  const isMark = (k: number) => /^[,:;.]$/.test(tags[k] ?? "");
  const opens = (k: number) => SUBORDINATORS.has(words[k] ?? "");
  const opening = words.findLastIndex((_, k) => k < i && opens(k));
  const mark = words.findIndex((_, k) => k > opening && k < i && isMark(k));
  const from = opening < 0 ? 0 : mark < 0 ? opening : mark + 1;
  const isSubordinate = opening >= 0 && mark < 0;
  const to = words.findIndex((_, k) => k > i && (opens(k) || (isSubordinate && isMark(k))));
  return [from, to < 0 ? tags.length : to];
}

/** Returns whether the words before `i` are one noun phrase with which the sentence or a clause begins. */
export function isAfterOpeningPhrase(sentence: Sentence, i: number): boolean {
  let j = i - 1;
  while (
    /^(P?DT|PRP\$|JJ[RS]?|NNP?S?|POS|CD|RB|CC|IN)$/.test(tagAt(sentence, j)) &&
    !SUBORDINATORS.has(wordAt(sentence, j))
  )
    j--;
  if (j === i - 1) return false;
  return (
    j < 0 ||
    SUBORDINATORS.has(wordAt(sentence, j)) ||
    (tagAt(sentence, j) === "," && tagAt(sentence, i - 1) === "NNS")
  );
}

import { hasOtherVerb, isAfterOpeningPhrase } from "./clauses.ts";
import {
  beforeAdverbs,
  isQuestioned,
  isAfterPluralSubject,
  isInfinitiveSlot,
  isNounSlot,
} from "./slots.ts";
import { type Sentence, tagAt, wordAt } from "./sentence.ts";

/**
 * Returns the tag of word `i` after a look at its neighbours. The tagger knows words better than places: it calls "record" a
 * noun in "cameras record every movement". A word is corrected between verb and noun or adjective only.
 */
export function partAt(sentence: Sentence, i: number): string {
  // A capital at the start makes a name of a verb: "Insert the coin".
  const tag = i === 0 ? tagAt(sentence, i).replace("NNP", "NN") : tagAt(sentence, i);
  if (!/^(NNS?|VB[PZ]?|JJ|RB)$/.test(tag) || /(ed|ing|ly)$/.test(wordAt(sentence, i))) return tag;
  const isVerb = tag.startsWith("VB");
  if (isInfinitiveSlot(sentence, i) || isQuestioned(sentence, i))
    return isVerb || tag === "NNS" ? tag : "VB";
  if (isPronounSubject(sentence, i)) return tag.endsWith("S") ? "VBZ" : tag;
  if (isNounSlot(sentence, i)) return isVerb ? nominal(sentence, i) : tag;
  if (tag === "VBP" && isApposition(sentence, i)) return "NN";
  if (tag === "NNS" && isSingularPredicate(sentence, i)) return "VBZ";
  if (!isVerb && isPredicate(sentence, i)) return "VBP";
  if (!isVerb && isCommand(sentence, i)) return "VB";
  return tag;
}

function nominal(sentence: Sentence, i: number): string {
  if (tagAt(sentence, i) === "VBZ") return "NNS";
  return wordAt(sentence, i).endsWith("ate") && /^(NN|JJ)/.test(tagAt(sentence, i + 1))
    ? "JJ"
    : "NN";
}

/** Returns whether the subject is a pronoun just before, as in "this presents a problem", "some suspect that he lied". */
function isPronounSubject(sentence: Sentence, i: number): boolean {
  const before = wordAt(sentence, i - 1);
  const endsInS = /[^s]s$/.test(wordAt(sentence, i));
  if (/^(this|that|it|he|she|never|always|often|still|sometimes|usually|rarely)$/.test(before))
    return endsInS;
  return /^(some|these|those|all|both|many)$/.test(before) && tagAt(sentence, i) === "VBP";
}

function isPredicate(sentence: Sentence, i: number): boolean {
  const tag = tagAt(sentence, i);
  const subject = wordAt(sentence, beforeAdverbs(sentence, i));
  if (/^(i|we|they|who)$/.test(subject)) return tag === "NN";
  if (tag === "NNS") return false;
  if (!isAfterPluralSubject(sentence, i)) return isAfterPluralPhrase(sentence, i);
  if (/^(DT|PRP\$?)$/.test(tagAt(sentence, i + 1)) || wordAt(sentence, i + 1) === "that")
    return true;
  const opens = subject === "you" || isAfterOpeningPhrase(sentence, i);
  return opens && !tag.startsWith("JJ") && !hasOtherVerb(sentence, i);
}

/** Returns whether the subject is a plural with a phrase, as in "students at the institute conduct research". */
function isAfterPluralPhrase(sentence: Sentence, i: number): boolean {
  if (!/^(NN|JJ|DT|PRP)/.test(tagAt(sentence, i + 1)) || hasOtherVerb(sentence, i)) return false;
  const head = sentence.tags.findIndex((tag) => tag.startsWith("NN"));
  return head < i - 1 && tagAt(sentence, head) === "NNS" && isAfterOpeningPhrase(sentence, i);
}

/** Returns whether a word stands between nouns in a clause with another verb, as in "the NBC affiliate WNBC moved". */
function isApposition(sentence: Sentence, i: number): boolean {
  const isBetween =
    /^NNP?$/.test(tagAt(sentence, i - 1)) && tagAt(sentence, i + 1).startsWith("NN");
  return isBetween && !isAfterPluralSubject(sentence, i) && hasOtherVerb(sentence, i);
}

/** Returns whether the word is a verb in -s, as in "the book confines its attention", "she refuses and confines them". */
function isSingularPredicate(sentence: Sentence, i: number): boolean {
  const opens = isAfterOpeningPhrase(sentence, i) && !hasOtherVerb(sentence, i);
  if (opens && /^NNP?$/.test(tagAt(sentence, i - 1))) return true;
  if (!/^(DT|PRP\$?)$/.test(tagAt(sentence, i + 1))) return false;
  return (
    /^(NNP?|WDT|WP|RB)$/.test(tagAt(sentence, i - 1)) || /^(VBZ|RB)$/.test(tagAt(sentence, i - 2))
  );
}

function isCommand(sentence: Sentence, i: number): boolean {
  const before = wordAt(sentence, i - 1);
  if (i > 0 && before !== "please" && before !== "," && before !== "then") return false;
  return /^(DT|PRP\$?)$/.test(tagAt(sentence, i + 1)) && !hasOtherVerb(sentence, i);
}

import { SUBORDINATORS } from "./clauses.ts";
import { type Sentence, tagAt, wordAt, wordSet } from "./sentence.ts";

const MODALS = wordSet(
  "can could will would shall should may might must 'll ca wo do does did let cannot dare",
);
const CAUSATIVES = wordSet("let lets make makes made help helps helped watch watched have had");
const SUBJECTS = wordSet("i you he she it we they who");
const OBJECTS = wordSet("me you him her it us them one everyone people");
const ADVERBS = wordSet(
  "not n't never always often also only just even ever still soon then either really simply usually sometimes rarely seldom" +
    " hardly already now again actually generally probably please gladly fully both all",
);
const DETERMINERS = wordSet(
  "a an the my your his her its our their this these those no any some every each another either neither 's ' whose",
);
const PREPOSITIONS = wordSet(
  "of in on at for with from by into onto without about under during against between through via per upon within",
);

/** Returns the index of the nearest word before `i` that is not an adverb. */
export function beforeAdverbs(sentence: Sentence, i: number): number {
  let j = i - 1;
  while (ADVERBS.has(wordAt(sentence, j)) || /^RBR?$/.test(tagAt(sentence, j))) j--;
  return j;
}

/**
 * Returns whether word `i` has the place of an infinitive: after a modal verb, "to" or "please", or after "let" and a
 * pronoun.
 */
export function isInfinitiveSlot(sentence: Sentence, i: number): boolean {
  if (wordAt(sentence, i - 1) === "please") return true;
  const j = beforeAdverbs(sentence, i);
  if (isTo(sentence, j, i)) return true;
  if (isModal(sentence, j)) return true;
  const k = beforeAdverbs(sentence, j);
  if (SUBJECTS.has(wordAt(sentence, j)) && isModal(sentence, k)) return true;
  if (/^(JJ|RB)/.test(tagAt(sentence, i))) return false;
  if (wordAt(sentence, j) === "'s" && wordAt(sentence, j - 1) === "let") return true;
  return OBJECTS.has(wordAt(sentence, j)) && CAUSATIVES.has(wordAt(sentence, k));
}

function isModal(sentence: Sentence, j: number): boolean {
  const word = wordAt(sentence, j);
  if (!MODALS.has(word) && !(word === "'d" && tagAt(sentence, j) === "MD")) return false;
  return !DETERMINERS.has(wordAt(sentence, j - 1)) && !tagAt(sentence, j).startsWith("NN");
}

function isTo(sentence: Sentence, j: number, i: number): boolean {
  if (wordAt(sentence, j) !== "to") return false;
  if (wordAt(sentence, i + 1) === "of") return false;
  // "mild to moderate damage"
  if (tagAt(sentence, j - 1).startsWith("JJ") && tagAt(sentence, i).startsWith("JJ")) return false;
  return tagAt(sentence, j) === "TO" || /^(DT|PRP\$?)$/.test(tagAt(sentence, i + 1));
}

/** Returns whether word `i` has the place of a noun or of its adjective: after a determiner or a preposition. */
export function isNounSlot(sentence: Sentence, i: number): boolean {
  if (PREPOSITIONS.has(wordAt(sentence, i - 1))) return true;
  return DETERMINERS.has(wordAt(sentence, beforeAdjectives(sentence, i)));
}

/** Returns the index of the nearest word before `i` that is not an adjective: "a really fast read" → that of "a". */
function beforeAdjectives(sentence: Sentence, i: number): number {
  let j = i - 1;
  while (/^(JJ[RS]?|VBG)$/.test(tagAt(sentence, j))) j--;
  while (j < i - 1 && /^(RB|JJ|VBG|CC|,)$/.test(tagAt(sentence, j))) j--;
  return j;
}

/** Returns whether word `i` can be the verb of a plural subject just before it. */
export function isAfterPluralSubject(sentence: Sentence, i: number): boolean {
  const j = beforeAdverbs(sentence, i);
  const word = wordAt(sentence, j);
  if (word === "i" || word === "we" || word === "they") return true;
  if (word === "you") return isYouSubject(sentence, j);
  if (word === "who") return true;
  const pair =
    /^NNP?$/.test(tagAt(sentence, j)) &&
    wordAt(sentence, j - 1) === "and" &&
    /^NNP?$/.test(tagAt(sentence, j - 2));
  return (
    pair ||
    (tagAt(sentence, j) === "NNS" && !/^(media|data|sports)$/.test(word)) ||
    (j === 0 && /[^s]s$/.test(word))
  );
}

/** Returns whether "you" is a subject. It is an object in "they gave you". */
function isYouSubject(sentence: Sentence, j: number): boolean {
  return SUBORDINATORS.has(wordAt(sentence, j - 1)) || !/^(IN|TO|VB)/.test(tagAt(sentence, j - 1));
}

/** Returns whether word `i` is the verb of a question, as in "what time does the bank close?". */
export function isQuestioned(sentence: Sentence, i: number): boolean {
  if (wordAt(sentence, sentence.words.length - 1) !== "?") return false;
  let j = i - 1;
  while (/^(DT|PRP\$|JJ|NNP?S?|POS|CD)$/.test(tagAt(sentence, j))) j--;
  const isSubject = j < i - 1 && tagAt(sentence, i - 1).startsWith("NN");
  const next = tagAt(sentence, i + 1);
  return (
    isSubject && isModal(sentence, j) && !/^(VB|NN)/.test(next) && !sentence.tags.includes("VB")
  );
}

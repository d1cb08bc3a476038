import { isCapital, type TagRule, tagAt, wordAt, wordSet } from "./sentence.ts";
import { hasOtherVerb } from "./clauses.ts";
import { isInfinitiveSlot, isNounSlot } from "./slots.ts";

/** Things that are minute rather than last a minute. */
const SMALL_THINGS = wordSet(
  "amount amounts detail details quantity quantities particle particles trace traces fraction fractions difference differences" +
    " change changes crack cracks dose doses hole holes piece pieces creature creatures insect insects organism organisms speck" +
    " specks grain grains variation variations droplets bubbles crystals fragments spores scale size proportion inspection" +
    " examination attention",
);
/** Words that "learned", "aged" or "invalid" describes. */
export const PERSONS = wordSet(
  "man men woman baby women people person father mother parents uncle aunt grandmother grandfather gentleman lady professor" +
    " scholar scholars society judge friend counsel journal king queen wife husband brother sister son daughter child relative" +
    " relatives monk philosopher doctor doctors author men's couple servant priest mother's father's chair opinion",
);
/** Words before an adjective that is not before a noun. */
const LINKS = wordSet(
  "is are was were be been being am 'm 's 're seem seems seemed feel feels felt look looks looked become became remain remained" +
    " quite very not more perfectly so too fairly make makes made keep",
);

/** Words before a minute of time. */
const COUNTED = wordSet(
  "a an few one per every this that last each the any next 's another first final to by until",
);

const minute: TagRule = (sentence, i) => {
  const previous = wordAt(sentence, i - 1);
  if (SMALL_THINGS.has(wordAt(sentence, i + 1)) && tagAt(sentence, i - 1) !== "CD") return "JJ";
  const isLast = /^([.,]|)$/.test(tagAt(sentence, i + 1));
  if (/^(very|so|too|however|extremely|most|more)$/.test(previous)) return "JJ";
  const linked = /^(is|are|was|were|be)$/.test(previous);
  if (linked && isLast) return "JJ";
  if (isCapital(sentence, i) && i > 0) return "NN";
  const describes =
    /^(NN|JJ)/.test(tagAt(sentence, i + 1)) && !/^(CD|HYPH|:)$/.test(tagAt(sentence, i - 1));
  return describes && !COUNTED.has(previous) ? "JJ" : "NN";
};

/** NN, what something holds; JJ, satisfied. */
const content: TagRule = (sentence, i, tag) => {
  const next = wordAt(sentence, i + 1);
  if (
    isInfinitiveSlot(sentence, i) ||
    /^(myself|yourself|himself|herself|itself|ourselves|themselves)$/.test(next)
  )
    return "VB";
  if (
    LINKS.has(wordAt(sentence, i - 1)) &&
    (next === "with" || next === "to" || /^([.,]|)$/.test(tagAt(sentence, i + 1)))
  )
    return "JJ";
  if (PERSONS.has(next)) return "JJ";
  const paired = wordAt(sentence, i - 1) === "and" && tagAt(sentence, i - 2).startsWith("JJ");
  if (paired && !/^(NN|IN)/.test(tagAt(sentence, i + 1))) return "JJ";
  return tag;
};

/** NN, a sick person; JJ, not valid. */
const invalid: TagRule = (sentence, i, tag) => {
  const next = wordAt(sentence, i + 1);
  if (PERSONS.has(next)) return "NN";
  const describes = /^(NN|JJ|CC|CD|PRP)/.test(tagAt(sentence, i + 1)) && hasOtherVerb(sentence, i);
  if (isNounSlot(sentence, i) && !describes && next !== "one") return "NN";
  return tag.startsWith("NN") ? "JJ" : tag;
};

const learned: TagRule = (sentence, i, tag) => {
  const described =
    isNounSlot(sentence, i) || wordAt(sentence, i - 1) === "and" || tagAt(sentence, i - 1) === "RB";
  if (described && PERSONS.has(wordAt(sentence, i + 1))) return "JJ";
  return tag === "JJ" && !/^(very|most|so)$/.test(wordAt(sentence, i - 1)) ? "VBN" : tag;
};

/** Rules for adjectives that sound unlike the noun or verb of the same spelling. */
export const ADJECTIVE_RULES: Readonly<Record<string, TagRule>> = {
  minute,
  content,
  invalid,
  learned,
};

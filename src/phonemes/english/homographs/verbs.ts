import { hasOtherVerb } from "./clauses.ts";
import { type Sentence, type TagRule, tagAt, wordAt, wordSet } from "./sentence.ts";
import {
  beforeAdverbs,
  isAfterPluralSubject,
  isInfinitiveSlot,
  isNounSlot,
  isQuestioned,
} from "./slots.ts";

const INJURIES = wordSet(
  "gunshot bullet stab knife head flesh stabbing shrapnel puncture entry exit sword chest leg open",
);
const BLOWING = wordSet(
  "storm force trade head gale strength desert mountain sea north south east west surface solar cross",
);
const PATH = wordSet(
  "up down around round through along past across between over its his her into onto off back tightly tight on inland northward southward upstream uphill downhill",
);
const DOWN = wordSet(
  "into off toward towards under underneath down in through for from beneath deep headfirst head-first back onto at behind" +
    " to straight out over right headlong across below",
);

/** JJ /klˈOs/, NN "the end" and VB /klˈOz/. */
const close: TagRule = (sentence, i, tag) => {
  const previous = wordAt(sentence, i - 1);
  const next = wordAt(sentence, i + 1);
  if (/^(very|so|too|how|as|quite|that|pretty|really|this|get|got|getting)$/.test(previous))
    return "JJ";
  if (next === "to" && !isInfinitiveSlot(sentence, i)) return "JJ";
  if (isInfinitiveSlot(sentence, i) || isQuestioned(sentence, i)) return "VB";
  if (isNounSlot(sentence, i)) return isEnd(sentence, i) ? "NN" : "JJ";
  if (next === "in" && wordAt(sentence, i + 2) === "on") return "VB";
  if (i === 0 && /^(DT|PRP\$)$/.test(tagAt(sentence, 1))) return "VB";
  if (/^(NNS|PRP)$/.test(tagAt(sentence, i - 1)) && !hasOtherVerb(sentence, i)) return "VB";
  return tag.startsWith("NN") ? "JJ" : tag;
};

function isEnd(sentence: Sentence, i: number): boolean {
  const next = tagAt(sentence, i + 1);
  return wordAt(sentence, i + 1) === "of" || /^([.,:)]|CC|IN|-RRB-|)$/.test(next);
}

const wind: TagRule = (sentence, i, tag) => {
  const next = wordAt(sentence, i + 1);
  if (isInfinitiveSlot(sentence, i)) return "VB";
  if (isNounSlot(sentence, i)) return "NN";
  if (i === 0) return /^(DT|PRP\$?|RP)$/.test(tagAt(sentence, 1)) ? "VB" : "NN";
  if (/^(NNS|PRP)$/.test(tagAt(sentence, i - 1)) && PATH.has(next)) return "VB";
  return tag;
};

const winds: TagRule = (sentence, i, tag) => {
  const singular = /^(NNP?|WDT|PRP)$/.test(tagAt(sentence, beforeAdverbs(sentence, i)));
  if (BLOWING.has(wordAt(sentence, i - 1))) return "NNS";
  if (singular && PATH.has(wordAt(sentence, i + 1))) return "VBZ";
  return isNounSlot(sentence, i) ? "NNS" : tag;
};

/** VBD and VBN of "wind", else the injury (NN) or the verb of it; the lexicon says VBP as VBD. */
const wound: TagRule = (sentence, i, tag) => {
  if (isInfinitiveSlot(sentence, i)) return "VB";
  const next = tagAt(sentence, i + 1).startsWith("RB") ? i + 2 : i + 1;
  const coils = PATH.has(wordAt(sentence, i + 1)) || PATH.has(wordAt(sentence, next));
  const before = tagAt(sentence, beforeAdverbs(sentence, i));
  if (isNounSlot(sentence, i) || INJURIES.has(wordAt(sentence, i - 1))) return "NN";
  if (coils && /^(NN|PRP|WDT|WP|VB|CC|,)/.test(before)) return "VBD";
  return tag === "VBP" ? "VBD" : tag;
};

const dove: TagRule = (sentence, i, tag) => {
  if (/^(turtle|mourning|rock|ring|white|collared|stock|inca)$/.test(wordAt(sentence, i - 1)))
    return "NN";
  if (DOWN.has(wordAt(sentence, i + 1)) && !isNounSlot(sentence, i)) return "VBD";
  return isNounSlot(sentence, i) || tagAt(sentence, i - 1) === "JJ" ? "NN" : tag;
};

const sow: TagRule = (sentence, i, tag) => {
  if (isInfinitiveSlot(sentence, i) || isAfterPluralSubject(sentence, i)) return "VB";
  if (isNounSlot(sentence, i)) return "NN";
  const sown = i === 0 || /^(as|and|or|to|not)$/.test(wordAt(sentence, i - 1));
  return tag.startsWith("VB") || (sown && /^(NN|DT|PRP)/.test(tagAt(sentence, i + 1)))
    ? "VB"
    : "NN";
};

const moped: TagRule = (sentence, i) => {
  const mourns = /^(around|about|all|over)$/.test(wordAt(sentence, i + 1));
  if (mourns && !isNounSlot(sentence, i)) return "VBD";
  return wordAt(sentence, i + 1) === "." && tagAt(sentence, i - 1) === "PRP" ? "VBD" : "NN";
};

const tear: TagRule = (sentence, i, tag) => {
  const ripped =
    /^(apart|up|down|off|out|itself|themselves|himself|herself|into|away|along|open)$/.test(
      wordAt(sentence, i + 1),
    );
  return ripped && !isNounSlot(sentence, i) ? "VB" : tag;
};

const excuse: TagRule = (sentence, i, tag) =>
  /^(me|us|my|him|her)$/.test(wordAt(sentence, i + 1)) ? "VB" : tag;

/** NN, a curriculum vitae. */
const resume: TagRule = (sentence, i, tag) => {
  if (isInfinitiveSlot(sentence, i) || tag.startsWith("VB")) return "VB";
  return isNounSlot(sentence, i) || /^(JJ|NN)/.test(tagAt(sentence, i - 1)) ? "NN" : "VB";
};

/** Rules for verbs that sound unlike the noun or adjective of the same spelling. They look at the words around. */
export const VERB_RULES: Readonly<Record<string, TagRule>> = {
  close,
  wind,
  winds,
  wound,
  dove,
  sow,
  moped,
  resume,
  tear,
  excuse,
};

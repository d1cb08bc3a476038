import { hasOtherVerb } from "./clauses.ts";
import { type TagRule, tagAt, wordAt, wordSet } from "./sentence.ts";
import { beforeAdverbs, isInfinitiveSlot, isNounSlot } from "./slots.ts";

/** Verbs of things that are seen or heard while they happen. */
const SHOWN = wordSet(
  "watch watched watching see saw seen broadcast broadcasts streamed stream streaming play played plays playing perform" +
    " performed performs performing record recorded recording show shown aired air airs airing televised coming come going go" +
    " goes went gone report reporting reports reported hear heard sing sang sung covered carried carry appear appeared",
);
/** Things that are "live". */
const LIVE_THINGS = wordSet(
  "audience audiences broadcast broadcasts music wire wires ammunition tv television show shows concert concerts album albums" +
    " performance performances coverage stream streams streaming chat event events birth births cattle bait lobsters stage band" +
    " bands entertainment recording recordings act action version animals animal fish oak oaks rounds feed feeds data report" +
    " reports session sessions tour demo demonstration theatre theater sports football match matches trees chickens",
);
/** JJ, the adjective or adverb of what is broadcast, or the verb. */
export const live: TagRule = (sentence, i, tag) => {
  const next = wordAt(sentence, i + 1);
  if (LIVE_THINGS.has(next) && !isInfinitiveSlot(sentence, i)) return "JJ";
  if (wordAt(sentence, i - 1) === "long") return "VB";
  if (SHOWN.has(wordAt(sentence, i - 1))) return "JJ";
  const shown = sentence.words.slice(0, i).some((word) => SHOWN.has(word));
  if (shown && !/^(NNS|PRP|WP)$/.test(tagAt(sentence, i - 1))) return "JJ";
  if (shown && /^(it|them|him|her|you|us|me)$/.test(wordAt(sentence, i - 1))) return "JJ";
  if (isInfinitiveSlot(sentence, i)) return "VB";
  if (i === 0 && /^(from|on|at)$/.test(next)) return "JJ";
  if (/^(are|is|am|were|was)$/.test(wordAt(sentence, i - 2)) && tagAt(sentence, i - 1) === "PRP")
    return "JJ";
  return isNounSlot(sentence, i) ? "JJ" : tag;
};

/** NNS, the plural of "life", or the verb (VBZ). */
export const lives: TagRule = (sentence, i, tag) => {
  const before = wordAt(sentence, beforeAdverbs(sentence, i));
  if (/^(he|she|it|who|that|nobody|everyone|everybody|someone|one)$/.test(before)) return "VBZ";
  if (isNounSlot(sentence, i) || /^(CD|JJ|IN|VB[DGN]?)$/.test(tagAt(sentence, i - 1))) return "NNS";
  if (/^NNP?$/.test(tagAt(sentence, i - 1)) && !hasOtherVerb(sentence, i)) return "VBZ";
  return tag;
};

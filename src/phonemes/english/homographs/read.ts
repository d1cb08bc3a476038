import { beforeAdverbs, isInfinitiveSlot, isNounSlot } from "./slots.ts";
import { isCapital, type Sentence, tagAt, wordAt, wordSet } from "./sentence.ts";

const HAVE = wordSet("have has had having 've ve haven hadn hasn");
const BE = wordSet("is was were are am be been being 's 're get gets got getting");
const PRONOUNS = wordSet("i you he she it we they anyone anybody everyone everybody nobody");
const HABIT = wordSet(
  "often usually always every each sometimes rarely seldom daily weekly nightly normally generally regularly occasionally" +
    " nowadays mostly less more days mornings evenings weekends mondays sundays",
);
const PAST = wordSet("yesterday ago once earlier twice previously aloud recently somewhere then");

/** Words beside which "I'd read" is "I had read". */
const HAD = wordSet("already before never ever once since twice");
const LAST = wordSet(
  "night week month year summer winter spring autumn fall time monday tuesday wednesday thursday friday saturday sunday",
);

/**
 * Returns the tag of "read" or "reread". Their past tense is written like the present: VB and VBP are /ɹˈid/, VBD and VBN are
 * /ɹˈɛd/.
 */
export function readTag(sentence: Sentence, i: number): "NN" | "VB" | "VBD" | "VBN" {
  if (wordAt(sentence, i - 1) === "-") return partTag(sentence, i);
  if (isPerfect(sentence, i)) return "VBN";
  if (isInfinitiveSlot(sentence, i)) return "VB";
  if (isPassive(sentence, i)) return "VBN";
  if (wordAt(sentence, i + 1) === "-") return "VB";
  if (isNounSlot(sentence, i) && tagAt(sentence, i) !== "VBN") return "NN";
  if (i > 0 && isCapital(sentence, i)) return "VB";
  if (/^(io|or|to)$/.test(wordAt(sentence, i - 1))) return "VB";
  if (i === 0) return wordAt(sentence, 1) === "by" ? "VBN" : "VB";
  return tenseAt(sentence, i) === "past" ? "VBD" : "VB";
}

/** Returns the tag in a compound: "well-read", "a must-read", "she re-read it". */
function partTag(sentence: Sentence, i: number): "NN" | "VB" | "VBD" | "VBN" {
  const first = wordAt(sentence, i - 2);
  if (first === "re") return readTag(sentence, i - 2);
  return first === "must" ? "NN" : "VBN";
}

function isPerfect(sentence: Sentence, i: number): boolean {
  const j = beforeAdverbs(sentence, i);
  const k = PRONOUNS.has(wordAt(sentence, j)) ? beforeAdverbs(sentence, j) : j;
  const had = wordAt(sentence, k) === "'d" && sentence.words.some((word) => HAD.has(word));
  if (had) return true;
  return HAVE.has(wordAt(sentence, k)) && wordAt(sentence, k + 1) !== "to";
}

function isPassive(sentence: Sentence, i: number): boolean {
  if (BE.has(wordAt(sentence, beforeAdverbs(sentence, i)))) return true;
  return /^(by|aloud)$/.test(wordAt(sentence, i + 1)) && tagAt(sentence, i - 1).startsWith("NN");
}

/** Returns the tense of a finite "read". Its subject, words of time and the other verbs decide. */
function tenseAt(sentence: Sentence, i: number): "past" | "present" {
  const joined = joinedVerb(sentence, i);
  if (joined !== "") return joined === "VBD" ? "past" : "present";
  if (/^(and|or)$/.test(wordAt(sentence, i + 1)) && /^VBP?$/.test(tagAt(sentence, i + 2)))
    return "present";
  const j = beforeAdverbs(sentence, i);
  const subject = tagAt(sentence, j);
  if (/^(he|she|it|this|that|who)$/.test(wordAt(sentence, j)) || /^NNP?$/.test(subject))
    return "past";
  if (isHabit(sentence)) return "present";
  if (sentence.tags.some((tag, k) => k !== i && tag === "VBD")) return "past";
  if (isPast(sentence)) return "past";
  if (sentence.words.includes("never")) return "present";
  if (sentence.tags.some((tag, k) => k !== i && /^VB[PZ]$/.test(tag))) return "present";
  if (/^(you|people)$/.test(wordAt(sentence, j))) return "present";
  return subject === "NNS" ? "present" : "past";
}

/** Returns whether the sentence names a time in the past: "yesterday", "last summer". */
function isPast({ words }: Sentence): boolean {
  return words.some(
    (word, k) => PAST.has(word) || (word === "last" && LAST.has(words[k + 1] ?? "")),
  );
}

/** Returns whether the sentence says how often: "often", "every day", "two books a month". */
function isHabit({ words }: Sentence): boolean {
  return words.some(
    (word, k) =>
      HABIT.has(word) ||
      (word === "a" && /^(day|night|week|month|year|lot)$/.test(words[k + 1] ?? "")),
  );
}

/**
 * Returns the tag of the verb that "read" continues, as in "opened the envelope and read the note"; "" if it continues
 * none.
 */
function joinedVerb(sentence: Sentence, i: number): string {
  const j = beforeAdverbs(sentence, i);
  if (!/^(and|or|,|then|but)$/.test(wordAt(sentence, j))) return "";
  for (let k = j - 1; k >= 0; k--) {
    const tag = tagAt(sentence, k);
    if (tag === "VBD" || tag === "VBN") return "VBD";
    if (/^(VB|VBP|MD)$/.test(tag)) return tag;
  }
  return "";
}

import { type Sentence, tagAt, wordAt, wordSet } from "./sentence.ts";
import { isInfinitiveSlot } from "./slots.ts";

/** Words whose adjective sounds unlike the verb. None of them is a noun. */
const ADJECTIVES = wordSet("diffuse consummate animate elaborate deliberate incarnate");
/** Words whose noun sounds unlike the verb and can stand before another noun. None of them is an adjective. */
const NOUNS = wordSet(
  "implant laminate invert insert import refund reject transplant transform extract discard discharge refuse produce digest" +
    " estimate increase incline replay rerun remake reprint refill overflow overload use misuse abuse excuse combine convert" +
    " convict recall invite exploit construct compress conserve ferment isolate syndicate",
);

/**
 * Returns whether an object follows, a subject precedes, or the word continues an infinitive, as in "to move or animate
 * parts".
 */
function isLinkedVerb(sentence: Sentence, i: number): boolean {
  const next = tagAt(sentence, i + 1);
  const previous = tagAt(sentence, i - 1);
  if (/^(DT|PRP|IN|RB|WDT)/.test(next) || /^(WDT|WP|RB|NNS)$/.test(previous)) return true;
  const verb = sentence.tags.findLast((tag, k) => k < i && tag.startsWith("VB"));
  return /^(CC|,|RB)$/.test(previous) && verb === "VB";
}

/** Corrects the tag of a word that is a verb and either an adjective or a noun. */
export function modifierTag(sentence: Sentence, i: number, tag: string): string {
  const word = wordAt(sentence, i);
  if (NOUNS.has(word) && tag === "JJ") return isLinkedVerb(sentence, i) ? "VB" : "NN";
  if (!ADJECTIVES.has(word)) return tag;
  if (isInfinitiveSlot(sentence, i)) return tag;
  return tag.startsWith("VB") && isLinkedVerb(sentence, i) ? tag : "JJ";
}

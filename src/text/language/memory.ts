import type { Language } from "../speak/verbaliser.ts";
import { type TaggedText, taggedText } from "./clauses.ts";
import { isForeign, known, winner } from "./votes.ts";

/** Weights of the languages of earlier sentences. `other` stands for all languages whose numbers are not spoken. */
export type LanguageMemory = Readonly<Partial<Record<Language | "other", number>>>;

/** Factors by which the weights of earlier sentences fall after each sentence and after the end of a block. */
const KEPT = { sentence: 0.6, block: 0.6 };
/** Returns the memory after a text. The weight of a sentence falls with each later sentence. */
export function remember(memory: LanguageMemory, text: string): LanguageMemory {
  return taggedText(text).sentences.reduce(withSentence, memory);
}

/** Returns the memory before each sentence. */
export function withMemories(
  tagged: TaggedText,
  memory: LanguageMemory,
): TaggedText & { readonly earlier: readonly LanguageMemory[] } {
  let now = memory;
  const earlier = tagged.sentences.map((sentence) => {
    const before = now;
    now = withSentence(now, sentence);
    return before;
  });
  return { ...tagged, earlier };
}

/** Returns the memory after a sentence. */
function withSentence(
  { en = 0, ms = 0, zh = 0, other = 0 }: LanguageMemory,
  { votes, endsBlock }: TaggedText["sentences"][number],
): LanguageMemory {
  const isOther = isForeign(votes);
  const added = isOther ? 0 : 1;
  const kept = KEPT.sentence * (endsBlock ? KEPT.block : 1);
  return {
    en: en * kept + added * votes.en,
    ms: ms * kept + added * votes.ms,
    zh: zh * kept + added * votes.zh,
    other: other * kept + (isOther ? votes.latin + votes.script + votes.kana + known(votes) : 0),
  };
}

/** Returns the language with the most weight in a memory; null if two have as much. */
export function remembered({
  en = 0,
  ms = 0,
  zh = 0,
  other = 0,
}: LanguageMemory): Language | "other" | null {
  return other > Math.max(en, ms, zh) ? "other" : winner({ en, ms, zh });
}

/**
 * Returns the language of a sentence whose only known words are loans ("Budget: RM60"): Malay after Malay text,
 * otherwise English.
 */
export function rememberedOfLoans(memory: LanguageMemory): Language | "other" {
  return remembered({ ...memory, zh: 0 }) ?? "en";
}

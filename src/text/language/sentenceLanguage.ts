import type { Language } from "../speak/verbaliser.ts";
import { noVotes, type TaggedText, taggedText, type Votes } from "./clauses.ts";
import { type LanguageMemory, remember, remembered } from "./memory.ts";
import { isForeign, winner } from "./votes.ts";

/**
 * Creates a function that returns the language of each sentence of a text. The sentences are passed in order, as they are
 * spoken, with their numbers in words. The language is that of most words, else that of the sentences before, else
 * `hint`. A sentence in a language other than the three counts as the hint, or as English if the hint is Chinese,
 * since a Chinese voice would read the Han characters of Japanese as Chinese.
 *
 * @example
 * const languageOf = createSentenceLanguages("en");
 * languageOf("Saya sudah makan."); // "ms"
 */
export function createSentenceLanguages(hint: Language = "en"): (sentence: string) => Language {
  let memory: LanguageMemory = {};
  const other = hint === "zh" ? "en" : hint;
  return (sentence) => {
    const votes = sum(taggedText(sentence));
    const before = memory;
    memory = remember(before, sentence);
    if (isForeign(votes)) return other;
    const found = winner(votes) ?? remembered(before) ?? (votes.loan > 0 ? "en" : hint);
    return found === "other" ? other : found;
  };
}

/** Returns the votes of all sentences of a text. */
function sum({ sentences }: TaggedText): Votes {
  const votes = noVotes();
  for (const sentence of sentences)
    for (const language of Object.keys(votes) as (keyof Votes)[])
      votes[language] += sentence.votes[language];
  return votes;
}

import type { Language } from "../speak/verbaliser.ts";
import type { Votes } from "./clauses.ts";

/** Least sum of weights of words of another Latin-script language that makes a sentence foreign. */
const FOREIGN = 1.5;

/** Sum of the votes of the three languages. */
export const known = ({ en, ms, zh }: Votes): number => en + ms + zh;

/** Returns the language with the most votes; null if two have as many. */
export function winner({ en, ms, zh }: Pick<Votes, Language>): Language | null {
  if (zh > en && zh > ms) return "zh";
  if (en === ms) return null;
  if (ms > en) return ms > zh ? "ms" : null;
  return en > zh ? "en" : null;
}

/**
 * Returns whether a sentence is Japanese. A single kana in a Chinese sentence is a decoration, such as の in a shop's
 * name.
 */
export function isJapanese({ kana, zh, en, ms }: Votes): boolean {
  if (kana <= 0.5 && zh >= 3) return false;
  return kana > 0 && (zh > 0 || kana > en + ms);
}

export function isForeignScript(votes: Votes): boolean {
  return votes.script > known(votes);
}

/** Returns whether a clause is in another language in Latin script, such as French or Vietnamese. */
export function isForeignLatin(clause: Votes, sentence: Votes): boolean {
  if (sentence.latin < FOREIGN || sentence.latin <= known(sentence)) return false;
  return known(clause) < 2 || clause.latin >= known(clause);
}

/** Returns whether a sentence is in another language than the three. */
export function isForeign(votes: Votes): boolean {
  return isJapanese(votes) || isForeignScript(votes) || isForeignLatin(votes, votes);
}

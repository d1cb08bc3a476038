import { type Part, type TaggedText, taggedText, type TaggedWord } from "./clauses.ts";
import { type LanguageMemory, remembered, rememberedOfLoans, withMemories } from "./memory.ts";
import { isForeignLatin, isForeignScript, isJapanese, winner } from "./votes.ts";
import type { Language } from "../speak/verbaliser.ts";

/** The language where the text gives no hint. */
export interface LanguageHint {
  readonly language: Language;
  /** True if the caller chose the language: then tokens in texts of other languages are spoken in it too. */
  readonly explicit: boolean;
}

/** Finds the language in which digits and signs are spoken. */
export interface LanguageFinder {
  /**
   * Returns the language of the token from `start` to `end`; null for a text in another language. `own` is the language
   * of a marker inside the token. In a text of the three languages it takes precedence over all words.
   */
  languageOf(start: number, end: number, own?: Language): Language | null;
}

/** Malay words that belong to the number after them, whatever word follows the number. */
const LEADS = new Set(
  "tahun pukul pkl pkul kul abad tingkatan darjah bab halaman bilik talian poskod".split(" "),
);
/**
 * Conjunctions, pronouns and prepositions. After a number they begin another phrase, so the word before the number
 * decides.
 */
const LINKS = new Set(
  (
    "and or but so then because if when dan atau tapi tetapi lalu sebab kerana kalau bila " +
    "i you he she we they it saya aku kami kita dia mereka kitorang diorang " +
    "for from to at in on by with untuk utk dengan di kat dari daripada ke kepada pada dalam " +
    "is are was were"
  ).split(" "),
);
/** The end of a number and a word that joins it to the next. */
const JOINT = /^\d[ -](?:to[ -]\d|in[ -]1(?!\d))/i;
/** `3 in 1`, which is English in every text. */
const IN_ONE = /^\d[ -]in[ -]1(?!\d)/i;
/** Least weight of a word that decides alone. Names have a lower weight. */
const SURE = 0.5;
/** If two languages have as many votes, the last sure word among this many words before the token decides. */
const REACH = 8;
/**
 * Creates the finder of one text. The language of a token is the first that is known of (1) its own words, (2) the next
 * word, (3) the previous word, (4) the clause, (5) the sentence, (6) earlier sentences, (7) the hint. Later sentences never
 * count, so that appended text changes nothing. The text is tagged at the first call of `languageOf`.
 *
 * @example
 * const hint = { language: "en", explicit: false } as const;
 * createLanguageFinder("saya ada 3 ekor kucing", {}, hint).languageOf(9, 10); // "ms"
 */
export function createLanguageFinder(
  text: string,
  memory: LanguageMemory,
  hint: LanguageHint,
): LanguageFinder {
  let tagged: (TaggedText & { readonly earlier: readonly LanguageMemory[] }) | null = null;
  return {
    languageOf(start, end, own) {
      tagged ??= withMemories(taggedText(text), memory);
      const found = find(text, tagged, { start, end, own });
      if (found === "other") return hint.explicit ? (own ?? hint.language) : null;
      return found ?? hint.language;
    },
  };
}

/** The range of a token and the language of its marker. */
interface Token {
  readonly start: number;
  readonly end: number;
  readonly own: Language | undefined;
}

/** Returns the language of a token; "other" in a text of another language, null if nothing decides. */
function find(
  text: string,
  { words, clauses, sentences, earlier }: TaggedText & { earlier: readonly LanguageMemory[] },
  { start, end, own }: Token,
): Language | "other" | null {
  const clauseIndex = partAt(clauses, start);
  const clause = clauses[clauseIndex];
  const sentence = sentences[clause?.sentence ?? 0];
  if (clause === undefined || sentence === undefined) return own ?? null;
  if (isJapanese(sentence.votes) || isForeignLatin(clause.votes, sentence.votes)) return "other";
  const isForeignClause = isForeignScript(clause.votes);
  if (own !== undefined) return isForeignClause ? "other" : own;
  const first = wordFrom(words, start);
  const near =
    inside(text, words, { first, start, end }) ??
    neighbour(text, words, { first, end, clauses: [clauseIndex, partAt(clauses, end)] });
  if (near !== null) return near;
  if (isForeignClause) return "other";
  const voted = winner(clause.votes);
  if (voted !== null) return voted;
  if (isForeignScript(sentence.votes)) return "other";
  const before = earlier[clause.sentence] ?? {};
  return (
    winner(sentence.votes) ??
    lastSure(words, first, sentence.start) ??
    (sentence.votes.loan > 0 ? rememberedOfLoans(before) : remembered(before))
  );
}

/**
 * Returns the language of the last sure word among the REACH words before the word `before`, in the sentence from
 * `start`.
 */
function lastSure(words: readonly TaggedWord[], before: number, start: number): Language | null {
  for (let index = before - 1; index >= Math.max(0, before - REACH); index -= 1) {
    const word = words[index];
    if (word === undefined || word.start < start) return null;
    const sure = sureLanguage(word);
    if (sure !== null) return sure;
  }
  return null;
}

/** Returns the language of the first sure word inside the token: `3 ekor`, `RM2 juta`. Parts of an address do not count. */
function inside(
  text: string,
  words: readonly TaggedWord[],
  { first, start, end }: { first: number; start: number; end: number },
): Language | null {
  for (let index = first; index < words.length; index += 1) {
    const word = words[index];
    if (word === undefined || word.start >= end) return null;
    const isWhole =
      word.language === "zh" ||
      ((word.start <= start || /[\s\d]/.test(text[word.start - 1] ?? " ")) &&
        (word.end >= end || /[\s\d.,]/.test(text[word.end] ?? " ")));
    const sure = isWhole ? sureLanguage(word) : null;
    if (sure !== null) return sure;
  }
  return null;
}

/** Returns the language of a word of LEADS before the token, or of the next or the previous word of the clause. */
function neighbour(
  text: string,
  words: readonly TaggedWord[],
  { first, end, clauses }: { first: number; end: number; clauses: readonly [number, number] },
): Language | null {
  let next = first;
  while ((words[next]?.start ?? Infinity) < end) next += 1;
  const written = (word: TaggedWord | undefined): string =>
    text.slice(word?.start ?? 0, word?.end ?? 0).toLowerCase();
  const [previous, following] = [words[first - 1], words[next]];
  const before = previous?.clause === clauses[0] ? sureLanguage(previous) : null;
  if (before === "ms" && LEADS.has(written(previous))) return before;
  const [from, to] = [previous?.start ?? 0, previous?.end ?? 0];
  if (before === "en" && IN_ONE.test(text.slice(Math.max(0, from - 2), to + 3))) return before;
  const after = following?.clause === clauses[1] ? sureLanguage(following) : null;
  const link = written(following);
  // In "9 to 5" and "3 in 1" the word joins two numbers and begins no phrase.
  const joins = JOINT.test(text.slice(end - 1, end + 6));
  return after === null || (LINKS.has(link) && !joins) ? before : after;
}

/** Returns the language of a word that decides alone; null for other words. */
function sureLanguage(word: TaggedWord | undefined): Language | null {
  if (word !== undefined && word.weight < SURE) return null;
  const language = word?.language ?? null;
  return language === "en" || language === "ms" || language === "zh" ? language : null;
}

/** Returns the index of the last part that starts at or before an offset. */
function partAt(parts: readonly Part[], offset: number): number {
  let [low, high] = [0, parts.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((parts[middle]?.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Returns the index of the first word that ends after an offset. */
function wordFrom(words: readonly TaggedWord[], offset: number): number {
  let [low, high] = [0, words.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((words[middle]?.end ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

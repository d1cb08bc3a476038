import { type Part, type TaggedText, taggedText, type TaggedWord, type Votes } from "./clauses.ts";
import type { Language } from "../speak/verbaliser.ts";

/** Languages of earlier sentences, by weight; `other` are those whose numbers are not spoken. */
export type LanguageMemory = Readonly<Partial<Record<Language | "other", number>>>;

/** A language that is used where nothing in the text decides. */
export interface LanguageHint {
  readonly language: Language;
  /** True if a caller gave it: then texts in other languages are spoken too, in this language. */
  readonly explicit: boolean;
}

/** Finds the language in which digits and signs are spoken. */
export interface LanguageFinder {
  /**
   * Returns the language of the token from `start` to `end`; null for a text in another language. `own` is the language
   * of a marker inside the token, which decides for all texts in the three languages.
   */
  languageOf(start: number, end: number, own?: Language): Language | null;
}

/** Weight that is left of earlier sentences after a sentence, and after the end of a block. */
const KEPT = { sentence: 0.6, block: 0.6 };
/** Words that belong to the number after them, whatever follows it. */
const LEADS = new Set(
  "tahun pukul pkl pkul kul abad tingkatan darjah bab halaman bilik talian poskod".split(" "),
);
/** Words that begin another phrase, and pronouns: the word before a number says more. */
const LINKS = new Set(
  (
    "and or but so then because if when dan atau tapi tetapi lalu sebab kerana kalau bila " +
    "i you he she we they it saya aku kami kita dia mereka kitorang diorang " +
    "for from to at in on by with untuk utk dengan di kat dari daripada ke kepada pada dalam"
  ).split(" "),
);
/** Least weight of a word that decides alone; names have less. */
const SURE = 0.5;
/** Words among which the last sure one decides between languages with as many votes. */
const REACH = 8;
/** Fewest words (by weight) of another Latin-script language that make a sentence foreign. */
const FOREIGN = 1.5;

/**
 * Creates the finder of one text. The language of a token is that of (1) its own words, (2) the next word, (3) the
 * previous word, (4) the clause, (5) the sentence, then earlier sentences, (6) the hint. Later sentences never count, so
 * that text which is appended changes nothing. The text is read when the first token asks.
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

/** Returns the memory after a text: the votes of its sentences, the latest with the most weight. */
export function remember(memory: LanguageMemory, text: string): LanguageMemory {
  return taggedText(text).sentences.reduce(withSentence, memory);
}

interface Token {
  readonly start: number;
  readonly end: number;
  readonly own: Language | undefined;
}

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
  return (
    winner(sentence.votes) ??
    lastSure(words, first, sentence.start) ??
    remembered(earlier[clause.sentence] ?? {})
  );
}

/** Returns the language of the last sure word before a word of the same sentence, if it stands near. */
function lastSure(words: readonly TaggedWord[], before: number, start: number): Language | null {
  for (let index = before - 1; index >= Math.max(0, before - REACH); index -= 1) {
    const word = words[index];
    if (word === undefined || word.start < start) return null;
    const sure = sureLanguage(word);
    if (sure !== null) return sure;
  }
  return null;
}

/** Returns the language of the token's own words: `3 ekor`, `RM2 juta`. Parts of an address are no words. */
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

/** Returns the language of a word that leads the token, else of the next, else of the previous word of the clause. */
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
  const after = following?.clause === clauses[1] ? sureLanguage(following) : null;
  const link = written(following);
  // "9 to 5" is of one language.
  const joins = link === "to" && /^ \d/.test(text.slice(following?.end, (following?.end ?? 0) + 2));
  return after === null || (LINKS.has(link) && !joins) ? before : after;
}

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

const known = ({ en, ms, zh }: Votes): number => en + ms + zh;

function winner({ en, ms, zh }: Votes): Language | null {
  if (zh > en && zh > ms) return "zh";
  if (en === ms) return null;
  if (ms > en) return ms > zh ? "ms" : null;
  return en > zh ? "en" : null;
}

/** A single kana in a long Chinese sentence is a decoration, such as の in the name of a shop. */
function isJapanese({ kana, zh, en, ms }: Votes): boolean {
  if (kana <= 0.5 && zh >= 3) return false;
  return kana > 0 && (zh > 0 || kana > en + ms);
}

function isForeignScript(votes: Votes): boolean {
  return votes.script > known(votes);
}

/** Returns whether a clause belongs to a sentence of, say, French or Vietnamese. */
function isForeignLatin(clause: Votes, sentence: Votes): boolean {
  if (sentence.latin < FOREIGN || sentence.latin <= known(sentence)) return false;
  return known(clause) < 2 || clause.latin >= known(clause);
}

/** Returns the memory before each sentence. */
function withMemories(
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
  const isOther = isJapanese(votes) || isForeignScript(votes) || isForeignLatin(votes, votes);
  const added = isOther ? 0 : 1;
  const kept = KEPT.sentence * (endsBlock ? KEPT.block : 1);
  return {
    en: en * kept + added * votes.en,
    ms: ms * kept + added * votes.ms,
    zh: zh * kept + added * votes.zh,
    other: other * kept + (isOther ? votes.latin + votes.script + votes.kana + known(votes) : 0),
  };
}

function remembered({
  en = 0,
  ms = 0,
  zh = 0,
  other = 0,
}: LanguageMemory): Language | "other" | null {
  const most = winner({ en, ms, zh, latin: 0, script: 0, kana: 0 });
  return other > Math.max(en, ms, zh) ? "other" : most;
}

import { endsSentence, SENTENCE_CONTEXT } from "../sentenceEnd.ts";
import type { Language } from "../speak/verbaliser.ts";
import { latinWord } from "./wordLanguage.ts";

/**
 * `loan`: an English word that Malaysians use in all their languages; `latin`: a word of another language in Latin script;
 * `script`: a word in another script; `kana`: a word in kana.
 */
export type WordLanguage = Language | "loan" | "latin" | "script" | "kana" | null;

/** A word of a text with its language; `weight` tells how sure the language is. */
export interface TaggedWord {
  readonly start: number;
  readonly end: number;
  language: WordLanguage;
  readonly weight: number;
  readonly clause: number;
}

/** Sum of the weights of words, by language. */
export type Votes = Record<NonNullable<WordLanguage>, number>;

/** A part of a text with the votes of its words. */
export interface Part {
  readonly start: number;
  readonly votes: Votes;
}

/** A clause; `sentence` is the index of its sentence. */
export interface Clause extends Part {
  readonly sentence: number;
}

/** The words, clauses and sentences of a text, each list in order. */
export interface TaggedText {
  readonly words: readonly TaggedWord[];
  readonly clauses: readonly Clause[];
  readonly sentences: readonly (Part & { readonly endsBlock: boolean })[];
}

const KANA = String.raw`\p{sc=Hiragana}\p{sc=Katakana}\u30fc`;
const PART = new RegExp(
  [
    String.raw`(?<han>\p{sc=Han}+)`,
    `(?<kana>[${KANA}]+)`,
    String.raw`(?<latin>\p{sc=Latin}[\p{sc=Latin}\p{M}]*(?:'\p{sc=Latin}+)*)`,
    String.raw`(?<script>[\p{L}--[\p{sc=Han}\p{sc=Latin}${KANA}]][[\p{L}\p{M}]--[\p{sc=Han}\p{sc=Latin}${KANA}]]*)`,
    String.raw`(?<stop>[.!?\u203d]+["'\)\]\u00bb]*(?=\s|$)|[\u3002\uff01\uff1f]|(?<=\p{sc=Han})[.!?]|\n+)`,
    String.raw`(?<pause>[,;:]["'\)\]]*(?=\s|$)|(?<=[\p{L}\p{N}]),(?=\p{L})|(?<=\p{sc=Han})[,;:]|[\(\)\[\]\{\}<>\|\u2014\uff0c\uff1a\uff1b\uff08\uff09\u3001\u300c\u300d\u300e\u300f\u3010\u3011\u300a\u300b]|(?<= )[\-\u2013](?= ))`,
  ].join("|"),
  "gv",
);
/** The text around a word in an address, a path, a tag or an abbreviation. Such a word has no vote. */
const ADDRESS_BEFORE = /[@_/\\#=~]$|[\p{L}\p{N}]\.$/u;
const ADDRESS_AFTER = /^(?:[@_/\\=~]|\.[\p{L}\p{N}])/u;
/** The text after "no" where "no" means "number". */
const NUMBER_OF =
  /^(?:\.| \d| (?:fon|tel|telefon|hp|ic|akaun|kad|plat|siri|rumah|resit|invois|rujukan|matrik)(?!\p{L}))/iu;
/** `10am. Sila datang`: what follows the dot is another clause, at least. */
const CLOCK_BEFORE = /\d ?[ap]m$/i;
const SHORT_CAPITALS = /^\p{Lu}{2,5}$/u;
const SMALL_LETTER = /\p{Ll}/u;
/** Weights of words. A word of the English or the Malay list has weight 1. */
const WEIGHTS = { listed: 1.5, spelled: 1, ending: 0.5, name: 0.4, mark: 0.1 };
/** Punctuation of Chinese, a weak hint to the language of a sentence without words. */
const CHINESE_MARK = /[、。！，：；？（）《》【】「」]/u;
/** A single Greek letter, which is a symbol in any language: π, μ. */
const GREEK_LETTER = /^[α-ωΑ-Ω]$/u;

/** Returns the votes of a part without words. */
export const noVotes = (): Votes => ({
  en: 0,
  ms: 0,
  zh: 0,
  loan: 0,
  latin: 0,
  script: 0,
  kana: 0,
});

/** The last result of `taggedText`, because a text is needed twice: for its tokens and for the memory of its paragraph. */
let last: { readonly text: string; readonly tagged: TaggedText } | null = null;

/** Cuts a text into clauses and sentences and tags its words, in one pass. */
export function taggedText(text: string): TaggedText {
  if (last?.text !== text) last = { text, tagged: tag(text) };
  return last.tagged;
}

/** A text that is being tagged. */
interface Tagger {
  readonly words: TaggedWord[];
  readonly clauses: Clause[];
  readonly sentences: Sentence[];
  /** The sentence that is not complete yet. */
  sentence: Sentence;
  /** Short words in capitals of this sentence, which are not counted yet. */
  capitals: TaggedWord[];
  /** True if the sentence has no Latin word with a small letter so far. */
  isAllCapitals: boolean;
}

type Sentence = Part & { endsBlock: boolean };

function tag(text: string): TaggedText {
  const tagger: Tagger = {
    words: [],
    clauses: [{ start: 0, votes: noVotes(), sentence: 0 }],
    sentences: [],
    sentence: { start: 0, votes: noVotes(), endsBlock: false },
    capitals: [],
    isAllCapitals: true,
  };
  for (const { 0: part, index, groups = {} } of text.matchAll(PART)) {
    const isStop = groups["stop"] !== undefined;
    if (!isStop && groups["pause"] === undefined) {
      const { language, weight } = tagOf(text, index, groups);
      const span = { start: index, end: index + part.length };
      const word = { ...span, language, weight, clause: tagger.clauses.length - 1 };
      addWord(tagger, word, { part, isLatin: groups["latin"] !== undefined });
      continue;
    }
    if (CHINESE_MARK.test(part)) tagger.sentence.votes.zh += WEIGHTS.mark;
    const isInnerStop = isStop && isInner(text, index, part);
    if (isInnerStop && !CLOCK_BEFORE.test(text.slice(Math.max(0, index - 5), index))) continue;
    const start = index + part.length;
    if (isStop && !isInnerStop) {
      tagger.sentence.endsBlock = part.startsWith("\n");
      closeSentence(tagger);
      tagger.sentence = { start, votes: noVotes(), endsBlock: false };
    }
    tagger.clauses.push({ start, votes: noVotes(), sentence: tagger.sentences.length });
  }
  closeSentence(tagger);
  const { words, clauses, sentences } = tagger;
  return { words, clauses, sentences };
}

/** Adds a word and counts its vote. The vote of a short word in capitals is counted at the end of the sentence. */
function addWord(
  tagger: Tagger,
  word: TaggedWord,
  { part, isLatin }: { readonly part: string; readonly isLatin: boolean },
): void {
  tagger.words.push(word);
  if (isLatin && SMALL_LETTER.test(part)) tagger.isAllCapitals = false;
  if (word.language !== null && SHORT_CAPITALS.test(part)) tagger.capitals.push(word);
  else count(tagger, word);
}

function count({ sentence, clauses }: Tagger, word: TaggedWord): void {
  if (word.language === null) return;
  sentence.votes[word.language] += word.weight;
  const clause = clauses[word.clause];
  if (clause !== undefined) clause.votes[word.language] += word.weight;
}

/** Ends the sentence. Short words in capitals count only in a sentence in capitals; elsewhere they are acronyms. */
function closeSentence(tagger: Tagger): void {
  for (const word of tagger.capitals) {
    if (tagger.isAllCapitals) count(tagger, word);
    else word.language = null;
  }
  tagger.capitals = [];
  tagger.isAllCapitals = true;
  tagger.sentences.push(tagger.sentence);
}

/** Returns the language and the weight of a word. */
function tagOf(
  text: string,
  index: number,
  groups: Readonly<Record<string, string | undefined>>,
): Pick<TaggedWord, "language" | "weight"> {
  const { han, kana, latin, script } = groups;
  // Two Han characters are about one word; scripts without blanks write several words in a run.
  if (han !== undefined) return { language: "zh", weight: han.length / 2 };
  if (kana !== undefined) return { language: "kana", weight: kana.length / 2 };
  if (script !== undefined) {
    if (GREEK_LETTER.test(script)) return { language: null, weight: 0 };
    return { language: "script", weight: Math.max(WEIGHTS.listed, script.length / 8) };
  }
  if (latin !== undefined && isMalayForm(text, index, latin)) return { language: "ms", weight: 1 };
  if (latin === undefined || !isWord(text, index, latin)) return { language: null, weight: 0 };
  const word = latinWord(latin);
  if (word === "listed" || word === "spelled") return { language: "latin", weight: WEIGHTS[word] };
  if (word === "name") return { language: "ms", weight: WEIGHTS.name };
  if (word === "loan") return { language: "loan", weight: 1 };
  if (word === "ending") return { language: "en", weight: WEIGHTS.ending };
  return { language: word, weight: 1 };
}

/** Returns whether a word is the end of a Malay word with a sign inside: `K/P`, `a/l`, `e-mel`. */
function isMalayForm(text: string, index: number, word: string): boolean {
  if (word.length > 4) return false;
  const form = text.slice(Math.max(0, index - 3), index + word.length);
  return /(?:^|[^\p{L}\p{N}/])(?:k\/p|a\/[lp]|e-mel)$/iu.test(form);
}

/** Returns whether a Latin word has a vote. Parts of addresses and formulas and "no" for "number" (`No. 5`) have none. */
function isWord(text: string, index: number, word: string): boolean {
  const end = index + word.length;
  const [before, after] = [text.slice(Math.max(0, index - 2), index), text.slice(end, end + 2)];
  // "2 jam/kelas"
  const isUnit = /\d $/.test(before) && /^\/\p{L}/u.test(after);
  if (ADDRESS_BEFORE.test(before) || (ADDRESS_AFTER.test(after) && !isUnit)) return false;
  // "(a) 12"
  if (word.length === 1 && text[end] === ")") return false;
  const isSymbol = /[\d+*=<>(]$/.test(before) || /^[\d²³^+*<>=]/.test(after);
  if (word.length === 1 && isSymbol) return false;
  return !(/^no$/i.test(word) && NUMBER_OF.test(text.slice(end, end + 12)));
}

/** Returns whether a mark is inside a sentence; the same rules split the text into sentences. */
function isInner(text: string, index: number, mark: string): boolean {
  if (!/^[.!?]/.test(mark)) return false;
  const before = text.slice(Math.max(0, index - SENTENCE_CONTEXT), index);
  // The number of a heading or an item: "2. Bayaran".
  if (/(?:^|\n) ?\d{1,3}$/.test(before) && (index <= 4 || before.includes("\n"))) return true;
  const afterAt = index + mark.length;
  return !endsSentence({ mark, before, after: text.slice(afterAt, afterAt + SENTENCE_CONTEXT) });
}

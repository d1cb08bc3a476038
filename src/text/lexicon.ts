import { clean } from "./hygiene.ts";
import type { Edit } from "./spans.ts";
import type { Language } from "./speak/verbaliser.ts";

/** A written form and its spoken form, which the operator or a request has given. */
interface Entry {
  readonly written: string;
  readonly spoken: string;
  /** The only language of text in which the entry applies; null: it applies in every language. */
  readonly language: Language | null;
  /** True if the entry matches only text with the same capitals. */
  readonly hasCase: boolean;
  /** True if the entry also matches a part of a word. */
  readonly isPart: boolean;
}

/** A node of a trie, reached by one UTF-16 unit after another. */
interface Node {
  readonly next: Map<string, Node>;
  /** Entries whose written form ends at this node, the most specific first. */
  readonly entries: Entry[];
}

/**
 * Tries of entries by their written forms in small letters. For the same written form, an earlier trie takes precedence.
 */
export interface Lexicon {
  readonly tries: readonly Node[];
}

const LANGUAGE = /^(ms|en|zh):\s*/;
const FLAGS = /^(?:case|part)$/;
const PHONEMES = /^\/.*\/$/u;
const WORD_CHARACTER = /[[\p{L}\p{M}\p{N}]--\p{Script=Han}]/v;
const HAN = /\p{Script=Han}/u;
const MARK = /^\p{M}/u;
/** Longest written form and longest spoken form, UTF-16 units. */
const MAX_LENGTH = 100;

/**
 * Parses a lexicon with one entry a line, `written = spoken`; a line that begins with `#` is a comment. A prefix `ms:`,
 * `en:` or `zh:` limits an entry to text in that language. The flag ` | case` makes the entry case-sensitive. The flag
 * ` | part` lets the entry match parts of words, as Han text needs, because Han words have no blanks between them.
 * Throws an Error with `name` and the number of the first wrong line.
 *
 * @example
 * parseLexicon("KLIA = K L I A\nms: PKP = P K P\nGIF = jif | case", "lexicon.txt");
 */
export function parseLexicon(text: string, name: string): Lexicon {
  const root = emptyNode();
  for (const [index, raw] of text
    .replace(/^\ufeff/, "")
    .split(/\r\n?|\n/)
    .entries()) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) continue;
    try {
      add(root, parseEntry(line));
    } catch (cause) {
      const problem = cause instanceof Error ? cause.message : String(cause);
      throw new Error(`${name}, line ${index + 1}: ${problem}`, { cause });
    }
  }
  return { tries: [root] };
}

/**
 * Makes a lexicon of the entries of a request. They match whole words (in Han text also parts), in any case and
 * language.
 */
export function lexiconOf(entries: Readonly<Record<string, string>>): Lexicon {
  const root = emptyNode();
  for (const [written, spoken] of Object.entries(entries)) {
    const isPart = HAN.test(written);
    add(root, checked({ written, spoken, language: null, hasCase: false, isPart }));
  }
  return { tries: [root] };
}

/** Joins lexicons; null stands for no lexicon. For the same written form, an earlier lexicon takes precedence. */
export function mergeLexicons(...lexicons: readonly (Lexicon | null)[]): Lexicon | null {
  const tries = lexicons.flatMap((lexicon) => lexicon?.tries ?? []);
  return tries.length === 0 ? null : { tries };
}

/**
 * Returns an edit for each match in a text, in order and without overlaps. At each index the longest match is taken.
 * `languageAt` returns the language of a range; it is called only for entries that are limited to a language.
 */
export function lexiconEdits(
  text: string,
  { tries }: Lexicon,
  languageAt: (start: number, end: number) => Language | null,
): Edit[] {
  const edits: Edit[] = [];
  let at = 0;
  while (at < text.length) {
    const match = longestMatch(text, at, { tries, languageAt });
    if (match !== null) edits.push(match);
    at = match?.end ?? at + 1;
  }
  return edits;
}

/** What a search needs besides the text and the index. */
interface Matcher {
  readonly tries: readonly Node[];
  readonly languageAt: (start: number, end: number) => Language | null;
}

/** Returns the edit of the longest entry that matches at an index; null if there is none. */
function longestMatch(text: string, start: number, { tries, languageAt }: Matcher): Edit | null {
  let best: Edit | null = null;
  for (const trie of tries) {
    let node = trie.next.get(folded(text[start] ?? ""));
    for (let end = start + 1; node !== undefined; end += 1) {
      if (node.entries.length > 0 && end > (best?.end ?? 0)) {
        const entry = node.entries.find((each) =>
          fits(text, { start, end, entry: each, languageAt }),
        );
        if (entry !== undefined) best = { start, end, text: entry.spoken, kind: "lexicon" };
      }
      node = node.next.get(folded(text[end] ?? ""));
    }
  }
  return best;
}

/** An entry whose written form occurs from `start` to `end`. */
interface Candidate extends Pick<Matcher, "languageAt"> {
  readonly start: number;
  readonly end: number;
  readonly entry: Entry;
}

/** Returns whether the case, the borders and the language of a match fit its entry. */
function fits(text: string, { start, end, entry, languageAt }: Candidate): boolean {
  const { written, hasCase, isPart, language } = entry;
  if (hasCase && !text.startsWith(written, start)) return false;
  if (MARK.test(text.slice(end, end + 2))) return false;
  if (!isPart && (continuesWord(text, start) || continuesWord(text, end))) return false;
  return language === null || languageAt(start, end) === language;
}

/** Returns whether an index is inside a word: inside a run of Han characters, or of other letters and digits. */
export function continuesWord(text: string, index: number): boolean {
  const before = characterBefore(text, index);
  const after = String.fromCodePoint(text.codePointAt(index) ?? 32);
  return [WORD_CHARACTER, HAN].some((kind) => kind.test(before) && kind.test(after));
}

function characterBefore(text: string, index: number): string {
  const pair = text.slice(Math.max(0, index - 2), index);
  return Array.from(pair).at(-1) ?? " ";
}

function emptyNode(): Node {
  return { next: new Map(), entries: [] };
}

/** Returns the small letter of a UTF-16 unit, if the small letter is one unit too. */
function folded(unit: string): string {
  const small = unit.toLowerCase();
  return small.length === unit.length ? small : unit;
}

/** Adds an entry to a trie. Throws an Error if the trie has an entry for the same written form, language and case. */
function add(root: Node, entry: Entry): void {
  let node = root;
  for (let index = 0; index < entry.written.length; index += 1) {
    const unit = folded(entry.written[index] ?? "");
    const next = node.next.get(unit) ?? emptyNode();
    node.next.set(unit, next);
    node = next;
  }
  const isSame = ({ language, hasCase, written }: Entry): boolean =>
    language === entry.language &&
    hasCase === entry.hasCase &&
    (!hasCase || written === entry.written);
  if (node.entries.some(isSame)) throw new Error(`"${entry.written}" already has an entry`);
  node.entries.push(entry);
  node.entries.sort((a, b) => specificity(b) - specificity(a));
}

/** Returns the rank of an entry among entries of the same written form: case counts more than language. */
function specificity({ hasCase, language }: Entry): number {
  return (hasCase ? 2 : 0) + (language === null ? 0 : 1);
}

function parseEntry(line: string): Entry {
  const prefix = LANGUAGE.exec(line)?.[0] ?? "";
  const rest = line.slice(prefix.length);
  const spaced = rest.search(/\s=(?:\s|$)/);
  const equals = spaced === -1 ? rest.indexOf("=") : spaced + 1;
  if (equals === -1) throw new Error(`"${line}" is not an entry; write "written = spoken"`);
  const [spoken = "", ...flags] = rest
    .slice(equals + 1)
    .split("|")
    .map((part) => part.trim());
  const wrong = flags.find((flag) => !FLAGS.test(flag));
  if (wrong !== undefined)
    throw new Error(`"${wrong}" is not a flag; the flags are "case" and "part"`);
  return checked({
    written: rest.slice(0, equals),
    spoken,
    language: languageOf(prefix.slice(0, 2)),
    hasCase: flags.includes("case"),
    isPart: flags.includes("part"),
  });
}

function languageOf(tag: string): Language | null {
  return tag === "ms" || tag === "en" || tag === "zh" ? tag : null;
}

/** Applies to both forms of an entry the same hygiene as to the input. Throws an Error if a form is missing or too long. */
function checked(entry: Entry): Entry {
  const written = clean(entry.written).trim();
  const spoken = clean(entry.spoken).trim();
  if (written === "") throw new Error("the written form is missing");
  if (spoken === "") throw new Error(`the spoken form of "${written}" is missing`);
  if (PHONEMES.test(spoken))
    throw new Error(
      `phonemes such as ${spoken} are not supported; write words that sound like "${written}"`,
    );
  const long = [written, spoken].find((form) => form.length > MAX_LENGTH);
  if (long !== undefined) throw new Error(`"${long}" is longer than ${MAX_LENGTH} characters`);
  return { ...entry, written, spoken };
}

import { createLanguageFinder, type LanguageFinder } from "./language/finder.ts";
import type { LanguageMemory } from "./language/memory.ts";
import { continuesWord, type Lexicon, lexiconEdits } from "./lexicon.ts";
import { rulesFor } from "./rules/rules.ts";
import type { DateOrder, FirstCharacter, Place, Reading, Switch } from "./rules/rule.ts";
import { type Edit, edited, type Traced } from "./spans.ts";
import { VERBALISERS } from "./speak/speak.ts";
import type { Language } from "./speak/verbaliser.ts";

/** How tokens are spoken. */
export interface TokenOptions extends Readonly<Record<Switch, boolean>> {
  readonly letters: "spell" | "keep";
  readonly dateOrder: DateOrder;
  /** The language of tokens where the text gives no hint. */
  readonly defaultLanguage: Language;
  /** Replaces `defaultLanguage` if the caller chose a language; tokens in texts of other languages are spoken in it too. */
  readonly language?: Language;
  /** Replacements of words, which take precedence over all rules. */
  readonly lexicon?: Lexicon | null;
}

/** Characters before and after a token that a rule sees. */
const NEIGHBOURHOOD = 60;
/**
 * The characters of a word after its first one. An apostrophe joins two parts of a word; a Han character begins a new
 * token.
 */
const WORD_REST = /[[\p{L}\p{M}\p{N}]--\p{Script=Han}]*(?:'[[\p{L}\p{M}]--\p{Script=Han}]+)*/vy;
const HAN_RUN = /\p{Script=Han}+/uy;
const HAN = /\p{Script=Han}/u;
const LETTER = /[\p{L}\p{M}]/u;

/**
 * Replaces the tokens that are not words (numbers, dates, addresses, abbreviations) by their words, in one scan from
 * left to right. At each token the lexicon is tried first, then the rules in order. Words are never translated.
 * `memory` holds the languages of earlier texts of the paragraph.
 */
export function verbalised(source: Traced, options: TokenOptions, memory: LanguageMemory): Traced {
  const { text } = source;
  const finder = createLanguageFinder(text, memory, {
    language: options.language ?? options.defaultLanguage,
    explicit: options.language !== undefined,
  });
  const reader = { options, finder, rules: rulesFor(text) };
  const entries = entriesOf(text, options, finder);
  const edits: Edit[] = [];
  let [at, nextEntry] = [0, 0];
  while (at < text.length) {
    while ((entries[nextEntry]?.start ?? Infinity) < at) nextEntry += 1;
    const entry = entries[nextEntry];
    const edit = entry?.start === at ? entry : readAt(text, at, reader);
    if (edit !== null && edit.text !== text.slice(edit.start, edit.end))
      edits.push(separated(text, edit, edits.at(-1)));
    else if (edit === null && text.startsWith(" - ", at - 1)) edits.push(dashAt(at));
    at = edit?.end ?? Math.min(tokenEnd(text, at), entry?.start ?? Infinity);
    // If an entry replaced the first part of a word, the rest of the word is not read as a token.
    if (edit === entry && entry !== undefined && continuesWord(text, at))
      at = Math.min(tokenEnd(text, at), entries[nextEntry + 1]?.start ?? Infinity);
  }
  return edited(source, edits);
}

/** Makes a dash of the hyphen at an index, which no rule has read as a minus or a range. */
function dashAt(at: number): Edit {
  return { start: at, end: at + 1, text: "\u2014", kind: null };
}

/** Puts one blank between the words of a token and the letters beside it: `11:30EST` is "eleven thirty E S T". */
function separated(text: string, edit: Edit, previous: Edit | undefined): Edit {
  // An entry of the lexicon may replace a part of a word.
  if (edit.kind === "lexicon") return edit;
  if (edit.text.endsWith(" ") && text.startsWith(" ", edit.end))
    return separated(text, { ...edit, text: edit.text.trimEnd() }, previous);
  const before = previous?.end === edit.start ? previous.text : text.slice(0, edit.start).slice(-1);
  const after = text.slice(edit.end, edit.end + 1);
  const left = /[a-z]$/i.test(before) && /^[a-z]/i.test(edit.text) ? " " : "";
  const right = /[a-z]$/i.test(edit.text) && /^[a-z]/i.test(after) ? " " : "";
  return left + right === "" ? edit : { ...edit, text: left + edit.text + right };
}

/** Returns the edits of the lexicon, in order. */
function entriesOf(
  text: string,
  { lexicon = null }: TokenOptions,
  finder: LanguageFinder,
): readonly Edit[] {
  if (lexicon === null) return [];
  return lexiconEdits(text, lexicon, (start, end) => finder.languageOf(start, end));
}

interface Reader {
  readonly rules: ReturnType<typeof rulesFor>;
  readonly options: TokenOptions;
  readonly finder: LanguageFinder;
}

/** Returns the edit of the token at an index; null if no rule reads the token. */
function readAt(text: string, at: number, { options, finder, rules }: Reader): Edit | null {
  const first = classOf(text, at);
  if (first === null) return null;
  for (const rule of rules[first]) {
    rule.pattern.lastIndex = at;
    const match = rule.pattern.exec(text);
    if (match === null || match[0] === "") continue;
    const end = at + match[0].length;
    const reading = rule.read(match, placeOf(text, { start: at, end }, { options, finder }));
    if (reading === null) continue;
    const { text: spoken, length = match[0].length }: Reading =
      typeof reading === "string" ? { text: reading } : reading;
    if (length < 1) continue;
    const span = { start: at, end: at + length };
    if (!options[rule.switch]) return { ...span, text: text.slice(at, at + length), kind: null };
    return { ...span, text: spoken, kind: rule.kind };
  }
  return null;
}

function placeOf(
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
  { options, finder }: Omit<Reader, "rules">,
): Place {
  const before = text.slice(Math.max(0, start - NEIGHBOURHOOD), start);
  const after = text.slice(end, end + NEIGHBOURHOOD);
  const lineEnd = after.indexOf("\n");
  return {
    text,
    start,
    end,
    before: before.slice(before.lastIndexOf("\n") + 1),
    after: lineEnd < 0 ? after : after.slice(0, lineEnd),
    dateOrder: options.dateOrder,
    spellLetters: options.letters === "spell",
    verbaliser(own) {
      const language = finder.languageOf(start, end, own);
      return language === null ? null : VERBALISERS[language];
    },
  };
}

/** Returns the class of the character at an index; null for a blank. */
function classOf(text: string, at: number): FirstCharacter | null {
  const code = text.charCodeAt(at);
  if (code >= 48 && code <= 57) return "digit";
  if (code <= 32) return null;
  const character = String.fromCodePoint(text.codePointAt(at) ?? code);
  if (HAN.test(character)) return "han";
  return LETTER.test(character) ? "letter" : "sign";
}

/** Returns the end of the word, Han run or sign that begins at an index. */
function tokenEnd(text: string, at: number): number {
  const first = classOf(text, at);
  if (first === null) return at + 1;
  const size = (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  if (first === "sign") return at + size;
  const rest = first === "han" ? HAN_RUN : WORD_REST;
  const from = first === "han" ? at : at + size;
  rest.lastIndex = from;
  return Math.max(at + size, from + (rest.exec(text)?.[0].length ?? 0));
}

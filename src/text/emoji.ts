import { emojiName } from "./emoji/emojiNames.ts";
import { withoutEmoticons } from "./emoji/emoticons.ts";
import { createLanguageFinder } from "./language/finder.ts";
import { gap } from "./markup/gap.ts";
import { type Edit, replaced, type Traced } from "./spans.ts";
import type { Language } from "./speak/verbaliser.ts";

/** How emoji are spoken. */
export interface EmojiOptions {
  readonly emoji: "drop" | "name";
  /** The language of names where the text gives no hint. */
  readonly defaultLanguage: Language;
  /** Replaces `defaultLanguage` if the caller chose a language. */
  readonly language?: Language;
}

const MAY_HAVE_EMOJI = /[\u00a9\u00ae\u2000-\u{10ffff}]/u;
const KEYCAP = /([0-9#*])\ufe0f?\u20e3|\u{1f51f}/gu;
/** Emoji of operators between numbers, as in `3➕2`. */
const OPERATOR = /(?<=\p{N} ?)[\u2795\u2796\u2797\u2716]\ufe0f?(?= ?\p{N})/gu;
const OPERATORS = new Map(
  ["\u2795+", "\u2796\u2212", "\u2797÷", "\u2716×"].map((pair): [string, string] => [
    pair.charAt(0),
    pair.charAt(1),
  ]),
);
/** Signs without a spoken form: trade marks, daggers, arrows, boxes, blocks, shapes, dingbats (except dingbat digits). */
const SIGN = String.raw`[©®\u2020\u2021\u2117\u2120\u2122\u2190-\u21ff\u2300-\u243f\u2500-\u2775\u2794-\u27bf\u27f0-\u28ff\u2900-\u297f\u2b00-\u2bff\ufe35\ufe36\u{1f000}-\u{1f0ff}\u{1f170}-\u{1faff}]`;
const ONE = String.raw`(?:\p{RGI_Emoji}|[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}]\ufe0f?|${SIGN}\ufe0f?|\ufe0f)`;
/** A run of emoji with the blanks before them. A sequence counts as one; single flag letters and skin tones count too. */
const PICTURES = new RegExp(`(?: ?${ONE})+`, "gv");
const EACH = new RegExp(ONE, "gv");
const WORD = /[\p{L}\p{M}\p{N}]/u;
/** Trade marks, whose names a speaker does not say. */
const UNNAMED = /^[©®\u2122]/;
/** An arrow, which is spoken as "to" between words. */
const ARROW = /^ ?\u2192$/;

/**
 * Removes or names emoji and emoticons, and removes signs without a spoken form. A keycap becomes its digit. A blank
 * stays where an emoji separated two words.
 */
export function withoutEmoji(source: Traced, options: EmojiOptions): Traced {
  const marked = withoutEmoticons(source, options.emoji);
  if (!MAY_HAVE_EMOJI.test(marked.text)) return marked;
  const signed = replaced(marked, OPERATOR, ([emoji]) => ({
    text: OPERATORS.get(emoji.charAt(0)) ?? "",
    kind: "emoji",
  }));
  const keyed = replaced(signed, KEYCAP, (match) => keycap(signed.text, match));
  const name = options.emoji === "name" ? createNamer(keyed.text, options) : null;
  return replaced(keyed, PICTURES, (match) =>
    isArrow(keyed.text, match) ? null : pictures(keyed.text, match, name),
  );
}

/** Returns the digit of a keycap; nothing for the keycaps `#` and `*`. */
function keycap(text: string, { 1: key = "10", index }: Match): Pick<Edit, "text" | "kind"> {
  if (!/\d/.test(key)) return { text: "", kind: "emoji" };
  // A keycap at the start of a line is the number of an item.
  const isItem = index === 0 || text[index - 1] === "\n";
  return { text: isItem ? itemNumber(text, index, key) : key, kind: "emoji" };
}

/** Returns the number of an item, with a comma (a pause) if a word follows. */
function itemNumber(text: string, index: number, key: string): string {
  return /^(?:[0-9]\ufe0f?\u20e3|\u{1f51f}) ?\p{L}/u.test(text.slice(index, index + 8))
    ? `${key},`
    : key;
}

type Match = RegExpMatchArray & { readonly index: number };
type Namer = (emoji: string, start: number, end: number) => string | null;

/** Returns the names of a run of emoji, separated from the words around them; a blank or nothing if they have no names. */
function pictures(
  text: string,
  { 0: run, index }: Match,
  name: Namer | null,
): Pick<Edit, "text" | "kind"> {
  const end = index + run.length;
  const names =
    name === null
      ? []
      : Array.from(run.matchAll(EACH), ({ 0: one, index: at }) =>
          name(one, index + at, index + at + one.length),
        ).filter((each) => each !== null);
  if (names.length === 0) return { text: blank(text, index, end), kind: "emoji" };
  const comma = /\p{sc=Han}/u.test(names.join("")) ? "\uff0c" : ", ";
  const isAfterWord = WORD.test(text.slice(Math.max(0, index - 2), index));
  const isBeforeWord = /^ ?[\p{L}\p{N}]/u.test(text.slice(end, end + 3));
  const before = isAfterWord ? comma : run.startsWith(" ") ? " " : "";
  const after = isBeforeWord ? (text[end] === " " ? comma.trimEnd() : comma) : "";
  return { text: `${before}${names.join(comma)}${after}`, kind: "emoji" };
}

/** Returns the blank that stays between the words around removed emoji. */
function blank(text: string, start: number, end: number): string {
  if (text[start] !== " ") return gap(text, start, end);
  return WORD.test(String.fromCodePoint(text.codePointAt(end) ?? 32)) ? " " : "";
}

function isArrow(text: string, { 0: run, index }: Match): boolean {
  if (!ARROW.test(run)) return false;
  const end = index + run.length;
  const before = text.slice(Math.max(0, index - 2), index);
  return (
    /[\p{L}\p{N}\p{M}%.)"'] ?$/u.test(before) &&
    /^ ?[\p{L}\p{N}("'$-]/u.test(text.slice(end, end + 3))
  );
}

/** Creates a function that names an emoji in the language of the text around it. */
function createNamer(text: string, { language, defaultLanguage }: EmojiOptions): Namer {
  const hint = { language: language ?? defaultLanguage, explicit: language !== undefined };
  const finder = createLanguageFinder(text, {}, hint);
  return (emoji, start, end) => {
    const spoken = finder.languageOf(start, end);
    return spoken === null || UNNAMED.test(emoji) ? null : emojiName(emoji, spoken);
  };
}

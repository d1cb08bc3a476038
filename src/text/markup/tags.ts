import type { Edit } from "../spans.ts";
import { gap } from "./gap.ts";

/** Tags that a browser shows as separate blocks or lines. */
const BLOCK = words(
  "address article aside blockquote body br caption center dd details dialog div dl dt fieldset figcaption figure " +
    "footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li main menu nav ol optgroup option p pre search " +
    "section speak summary table tbody tfoot thead title tr ul",
);
/** Tags of a picture, a control or a pause, which separate the words around them. */
const REPLACED = words(
  "audio break button canvas embed iframe img input object picture s select svg textarea video",
);
const CELL = words("td th");
/** All other tags of HTML and SSML, which do not separate the characters around them. */
const INLINE = words(
  "a abbr acronym area b base bdi bdo big cite code col colgroup data datalist del desc dfn em emphasis fencedframe " +
    "font frame frameset i ins kbd label lang lexicon link lookup map mark marquee math meta metadata meter nobr " +
    "noscript output paragraph param phoneme progress prosody q rp rt ruby samp say-as script sentence slot small " +
    "source span strike strong style sub sup template time token track tt u var voice w wbr",
);
/** Extensions of SSML, such as `<amazon:effect>`. */
const VENDOR = /^(?:amazon|google|mstts|ssml|xml|emo|x-microsoft):/;
/** Attributes that HTML writes without a value. Brackets with any other word alone are not a tag: `a<b then c>d`. */
const BARE = words(
  "allowfullscreen async autofocus autoplay checked contenteditable controls default defer disabled download formnovalidate " +
    "hidden inert ismap itemscope loop multiple muted nomodule novalidate nowrap open playsinline readonly required " +
    "reversed selected",
);
const TAG =
  /<(?<closing>\/?)(?<name>[a-z][a-z0-9]{0,19}(?:[:-][a-z0-9-]{1,30})?)(?<attributes>(?:\s{1,9}[a-z_@:][\w:.@-]{0,60}(?:\s?=\s?(?:"[^"<]{0,2000}"|'[^'<]{0,2000}'|[^\s"'=<>`]{1,2000}))?){0,30})\s{0,9}\/?>/gi;
const TAG_HERE = new RegExp(TAG.source, "iy");
const ATTRIBUTE = /\s([a-z_@:][\w:.@-]{0,60})(?:\s?=\s?(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?/gi;
/** Longest tag, UTF-16 units; longer ones are text. */
const MAX_TAG = 1000;
/** The beginning of a tag whose end has not arrived. */
const OPEN_TAG =
  /^<\/?(?<name>[a-z][a-z0-9]{0,19}(?:[:-][a-z0-9-]{0,30})?)?(?:\s{1,9}[a-z_@:][\w:.@-]{0,60}(?:\s?=\s?(?:"[^"<]*"?|'[^'<]*'?|[^\s"'=<>`]+)?)?)*\s{0,9}\/?$/i;
/** A tag, cut off by the end of the text. */
const CUT_TAG = /<(?<closing>\/?)(?<name>[a-z][a-z0-9:-]{0,30})(?<attributes>\s[^<>]{0,2000})?$/i;
/** The end of a tag whose beginning is in an earlier chunk: `World">` of `title="Hello. World">`. */
const TAG_REST = /^[^<>]{0,500}=(?:"[^"<>]{0,500}"|'[^'<>]{0,500}')\s{0,9}\/?>|^\s{0,9}\/>/;
const DECLARATION = /<![a-z][^<>]{0,500}>|<\?[^<>]{0,500}\?>/gi;
const HIDDEN_START = /<(?:!--|(?:script|style)\b[^<>]{0,500}>)/gi;
const RAISED = /<sup>([-+]?\d{1,3})<\/sup>/gi;
const NEXT_CELL = /\s{0,20}<t[dh]\b/iy;
const ANGLE = /<|>|&lt;|&gt;|\n/g;

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(" "));
}

/** Returns the edits that remove the tags, comments and hidden parts of HTML and SSML. Takes linear time. */
export function tagEdits(text: string): Edit[] {
  const rest = TAG_REST.exec(text)?.[0];
  const cut = rest === undefined ? [] : [markup(0, rest.length, "")];
  if (!text.includes("<")) return cut;
  const tags = [...text.matchAll(TAG)].flatMap(({ 0: tag, index, groups = {} }) => {
    const by = replacementOf(text, index + tag.length, groups);
    return by === null ? [] : [markup(index, index + tag.length, by)];
  });
  return [
    ...cut,
    ...hidden(text),
    ...raised(text),
    ...declarations(text),
    ...tags,
    ...cutTag(text),
  ];
}

/** Returns the length of the tag at an index; 0 if there is no tag, null if the end of the tag has not arrived. */
export function tagLength(text: string, at: number, ended: boolean): number | null {
  const part = text.slice(at, at + MAX_TAG);
  TAG_HERE.lastIndex = 0;
  const tag = TAG_HERE.exec(part);
  if (tag !== null)
    return replacementOf(part, tag[0].length, tag.groups ?? {}) === null ? 0 : tag[0].length;
  const open = part.length < MAX_TAG ? OPEN_TAG.exec(part) : null;
  if (open === null) return 0;
  const name = open.groups?.["name"] ?? "";
  const hasName = /^<\/?[a-z0-9:-]*\s/i.test(part);
  if (hasName && knownName(name) === null) return 0;
  if (!ended) return null;
  return hasName && !/\n\s*\n/.test(part) ? part.length : 0;
}

function markup(start: number, end: number, text: string): Edit {
  return { start, end, text, kind: "markup" };
}

/** Returns the replacement of a tag that ends at `end`; null if the brackets are not a tag. */
function replacementOf(text: string, end: number, groups: Record<string, string>): string | null {
  const { closing = "", attributes = "" } = groups;
  const name = knownName(groups["name"] ?? "");
  if (name === null || !areAttributes(attributes)) return null;
  if (BLOCK.has(name)) return "\n\n";
  if (REPLACED.has(name)) return " ";
  if (!CELL.has(name) || closing === "") return "";
  NEXT_CELL.lastIndex = end;
  return NEXT_CELL.test(text) ? ", " : "";
}

/** Returns the name of a tag in small letters; null if the name is unknown, or capitalised like a word: `<Title>`. */
function knownName(written: string): string | null {
  const name = written.toLowerCase();
  if (written !== name && written !== written.toUpperCase()) return null;
  const isKnown = BLOCK.has(name) || REPLACED.has(name) || CELL.has(name) || INLINE.has(name);
  return isKnown || VENDOR.test(name) ? name : null;
}

function areAttributes(text: string): boolean {
  return [...text.matchAll(ATTRIBUTE)].every(
    ([attribute, name = ""]) => attribute.includes("=") || BARE.has(name.toLowerCase()),
  );
}

/**
 * Returns the edits that remove scripts, styles and comments with their text. Of an open comment only `<!--` is removed.
 */
function hidden(text: string): Edit[] {
  const edits: Edit[] = [];
  const missing = new Set<string>();
  let hiddenTo = 0;
  const lower = text.toLowerCase();
  for (const { 0: opening, index } of text.matchAll(HIDDEN_START)) {
    if (index < hiddenTo) continue;
    const name = /^<(?:script|style)/i.exec(opening)?.[0].slice(1).toLowerCase();
    const closing = name === undefined ? "-->" : `</${name}`;
    const at = missing.has(closing) ? -1 : lower.indexOf(closing, index + opening.length);
    if (at === -1) missing.add(closing);
    if (at === -1 && name !== undefined) continue;
    const closed = name === undefined ? at + closing.length : lower.indexOf(">", at) + 1;
    hiddenTo = at === -1 ? index + opening.length : closed > at ? closed : text.length;
    edits.push(markup(index, hiddenTo, gap(text, index, hiddenTo)));
  }
  return edits;
}

/** Returns the edits of powers: `m<sup>2</sup>` becomes m², `10<sup>5</sup>` becomes 10^5. */
function raised(text: string): Edit[] {
  return Array.from(text.matchAll(RAISED), ({ 0: all, 1: power = "", index }) => {
    const by = power === "2" ? "\u00b2" : power === "3" ? "\u00b3" : `^${power}`;
    const follows = /[\p{L}\p{N})]/u.test(text.charAt(index - 1));
    return markup(index, index + all.length, follows ? by : power);
  });
}

function declarations(text: string): Edit[] {
  return Array.from(text.matchAll(DECLARATION), ({ 0: all, index }) =>
    markup(index, index + all.length, ""),
  );
}

/**
 * Returns the edit that removes a tag cut off at the end, `Hello <a href="https`, unless it can be a comparison: `a <b`.
 */
function cutTag(text: string): Edit[] {
  const last = text.lastIndexOf("<");
  const { groups } = CUT_TAG.exec(text.slice(last)) ?? {};
  if (groups === undefined || knownName(groups["name"] ?? "") === null) return [];
  const { closing = "", name = "", attributes = "" } = groups;
  const isTag =
    closing !== "" || attributes.includes("=") || (name.length > 1 && attributes === "");
  return isTag ? [markup(last, text.length, "")] : [];
}

/**
 * Returns the edits that remove brackets around words that are not a tag: `<Ctrl>`, `Dear <name>`, `List<int>`. The signs
 * of a comparison (`a < b`, `x<5`) and of an arrow (`->`) stay.
 */
export function bracketEdits(text: string): Edit[] {
  const open: { start: number; end: number }[] = [];
  const edits: Edit[] = [];
  for (const { 0: mark, index: start } of text.matchAll(ANGLE)) {
    const end = start + mark.length;
    if (mark === "\n") open.length = 0;
    else if (mark === "<" || mark === "&lt;") {
      if (/[\p{L}/_$]/u.test(text.charAt(end))) open.push({ start, end });
    } else if (!/[\s=-]/.test(text.charAt(start - 1))) {
      const opening = open.pop();
      if (opening === undefined) continue;
      for (const bracket of [opening, { start, end }])
        edits.push(markup(bracket.start, bracket.end, gap(text, bracket.start, bracket.end)));
    }
  }
  return edits;
}

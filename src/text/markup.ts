import { GFM, parser } from "@lezer/markdown";
import { decodeHTML } from "entities";
import type { EmojiOptions } from "./emoji.ts";
import { withoutEmoticons } from "./emoji/emoticons.ts";
import { clean } from "./hygiene.ts";
import { codeBlockEdits, inlineCodeEdits } from "./markup/code.ts";
import { withDashes } from "./markup/dashes.ts";
import { gap } from "./markup/gap.ts";
import { leftovers, noteEdits } from "./markup/leftovers.ts";
import { withoutEscapes } from "./markup/literals.ts";
import { byPlace, notInside, outside, type Range } from "./markup/ranges.ts";
import { bracketEdits, tagEdits } from "./markup/tags.ts";
import { withoutOverlaps, type Edit, edited, type Traced } from "./spans.ts";

/** How markup is spoken, as in the request field `normalize`. */
export interface MarkupOptions extends Pick<EmojiOptions, "emoji"> {
  readonly code: "skip" | "announce" | "read";
  readonly lists: "count" | "silent";
}

// The parser does not read indented lines as code, because chat models indent lists, nor underlined lines as headings.
// Tags are found by their names (tags.ts). Blocks of code are separate chunks already (chunks.ts), so a fence in this text
// is only a line of marks.
const markdown = parser.configure([
  GFM,
  { remove: ["IndentedCode", "SetextHeading", "HTMLBlock", "FencedCode"] },
]);

/** Longest text for the parser, which takes quadratic time for `[a](` repeated. From a longer text only marks are removed. */
const MAX_PARSED = 8000;
/** One line without markup, the usual input, after empty lines. It is not parsed, because the first use of the parser takes milliseconds. */
const UNMARKED =
  /^\n*(?![-+ ]+$| *(?:[-+\u2013\u2014]|\d+[.)])(?: |$))[^\n*_`~#>|<&[\]\\=\u2022\u2023\u2043\u2219\u25a0-\u25ff\u00b9\u2070-\u2079]*$/;
/** Nodes without text of their own. */
const SILENT = new Set(
  "HeaderMark StrikethroughMark CodeMark QuoteMark TaskMarker HorizontalRule LinkTitle LinkLabel".split(
    " ",
  ),
);
/** Blocks that end a sentence. */
const BLOCK = /^(?:Paragraph|ATXHeading\d|Task|TableRow|TableHeader)$/;
/** The end of a link whose beginning is in an earlier chunk. */
const CUT_LINK =
  /\]\((?:[^\s()]|\([^\s()]{0,200}\)){0,20000}(?: "[^"\n]{0,200}")?(?:(?<closed>\))|$)?/gm;
/** The target of a link, cut off by the end of the text. */
const CUT_TARGET = /^\]\((?:$|h$|htt?p?s?$|[a-z]{2,10}:|www\.|[./#]|[\w-]{1,60}[./])/;

const HEADING_NUMBER = /^[ \t]*(?:[-*+] +)?(?:#{1,6} +(?:\*\*)?|\*\*)(\d{1,3}[.)])(?= )/gm;
/** Formulas of LaTeX: `\(…\)`, `\[…\]`, `$$…$$`, and `$…$` without blanks at its ends. */
const FORMULA =
  /\\\((?:[^\n]{0,300}?)\\\)|\\\[[^]{0,600}?\\\]|\$\$[^$]{1,600}\$\$|\$(?=[^\s$])[^$\n]{1,300}(?<=\S)\$(?!\d)/g;

/**
 * Removes markdown and HTML and keeps the text that a browser would show. Accepts any text. `startsLine`: false if the
 * text begins in the middle of a line, where `500. ` is not the number of a list item.
 */
export function plain(source: Traced, options: MarkupOptions, startsLine = true): Traced {
  const text = withoutEmoticons(withoutEscapes(source), options.emoji);
  if (UNMARKED.test(text.text)) return withDashes(text);
  return withDashes(withoutMarks(text, options, startsLine ? "" : "."));
}

/** Applies the edits of markup; edits of the markdown tree take precedence over those of single characters. `lead`: see nodeEdits. */
function withoutMarks(source: Traced, options: MarkupOptions, lead: string): Traced {
  const { text } = source;
  const nodes = nodeEdits(text, options, lead);
  const others = [
    ...formulas(text),
    ...tagEdits(text),
    ...cutLinks(text),
    ...headingNumbers(text, options),
    ...noteEdits(text),
  ].toSorted(byPlace);
  const found = [...notInside(nodes.code, others), ...nodes.edits].toSorted(byPlace);
  const covered = withoutOverlaps(found);
  const loose = [...bracketEdits(text), ...leftovers(text)].toSorted(byPlace);
  const all = [...covered, ...outside(covered, loose)].toSorted(byPlace);
  return edited(
    source,
    all.filter(({ start, end, text: by }) => by !== text.slice(start, end)),
  );
}

/** Returns the edits of the nodes of the markdown tree, in the order of the tree. `lead` is parsed before the text. */
function nodeEdits(
  text: string,
  options: MarkupOptions,
  lead: string,
): { edits: Edit[]; code: Range[] } {
  const edits: Edit[] = [];
  const code: Range[] = [];
  if (text.length > MAX_PARSED) return { edits, code };
  const moved = (range: Range): Range => ({
    from: Math.max(0, range.from - lead.length),
    to: range.to - lead.length,
  });
  markdown.parse(lead + text).iterate({
    enter(tree) {
      const { name } = tree;
      const { from, to } = moved(tree);
      const parent = tree.node.parent?.name;
      const node = { getChildren: (of: string) => tree.node.getChildren(of).map(moved) };
      if (BLOCK.test(name) && text[to] === "\n")
        edits.push({ start: to, end: to + 1, text: "\n\n", kind: null });
      if (name === "InlineCode") code.push({ from, to });
      if (SILENT.has(name)) edits.push(markup({ from, to }, ""));
      else if (name === "TableDelimiter" && parent === "Table")
        edits.push(markup({ from, to }, ""));
      else edits.push(...(EDITORS[name]?.({ text, from, to, node, options }) ?? []));
    },
  });
  return { edits: edits.filter(({ start, end }) => end > start), code };
}

interface MarkedNode extends Range {
  readonly text: string;
  readonly node: { getChildren(name: string): readonly Range[] };
  readonly options: MarkupOptions;
}

/** Functions that return the edits of a node, by the name of the node. */
const EDITORS: Readonly<Record<string, (node: MarkedNode) => readonly Edit[]>> = {
  Link: linkEdits,
  Image: linkEdits,
  LinkReference: referenceEdits,
  EmphasisMark: ({ text, from, to }) =>
    isTimes(text, { from, to }) ? [] : [markup({ from, to }, "")],
  LinkMark: ({ text, from, to }) => [markup({ from, to }, linkMark(text, { from, to }))],
  URL: ({ text, from, to }) => [unchanged(text, { from, to })],
  InlineCode({ text, node }) {
    const [open, close] = node.getChildren("CodeMark");
    return open && close ? inlineCodeEdits(text, { from: open.to, to: close.from }) : [];
  },
  Escape: ({ text, from, to }) =>
    isSpoken(text, { from: from + 1, to })
      ? [markup({ from, to: from + 1 }, ""), unchanged(text, { from: from + 1, to })]
      : [markup({ from, to }, gap(text, from, to))],
  Entity: ({ text, from, to }) =>
    /^&[lg]t;/.test(text.slice(from, to)) && isBracket(text, { from, to })
      ? []
      : [markup({ from, to }, clean(decodeHTML(text.slice(from, to))))],
  ListMark: ({ text, from, to, options }) => [
    markup({ from, to }, listMark(text.slice(from, to), options.lists)),
  ],
};

/** Returns whether a star multiplies: it is between numbers or single letters, as in `2*3*4`. */
function isTimes(text: string, { from, to }: Range): boolean {
  const before = /(?:\p{N}|(?<![\p{L}\p{M}\p{N}'])\p{L})$/u.test(
    text.slice(Math.max(0, from - 3), from),
  );
  return (
    text[from] === "*" &&
    before &&
    /^(?:\p{N}|\p{L}(?![\p{L}\p{M}']))/u.test(text.slice(to, to + 3))
  );
}

/** Returns whether an escaped character is part of the text, such as an operator, `snake\_case` or `\#1`. */
function isSpoken(text: string, { from, to }: Range): boolean {
  const [before, after] = [text.slice(Math.max(0, from - 3), from - 1), text.slice(to, to + 2)];
  switch (text[from]) {
    case "*":
      return /\p{N} ?$/u.test(before) || /^ ?\p{N}/u.test(after);
    case "_":
      return /[\p{L}\p{N}]$/u.test(before) && /^[\p{L}\p{N}]/u.test(after);
    case "#":
    case "~":
      return /^[\p{L}\p{N}]/u.test(after);
    default:
      return !/[`[\]|>]/.test(text[from] ?? "");
  }
}

/** Returns whether an entity is a bracket around words: `&lt;` before a word or `&gt;` after a word. */
function isBracket(text: string, { from, to }: Range): boolean {
  return text[from + 1] === "l"
    ? /[\p{L}/_$]/u.test(text.charAt(to))
    : /[^\s=-]/.test(text.charAt(from - 1));
}

/** Returns "" for the mark of a link, and a blank between the words of `list[0]` and `vector<std::string>`. */
function linkMark(text: string, { from, to }: Range): "" | " " {
  const mark = text.slice(from, to);
  if (mark === "<" || mark === ">") return gap(text, from, to);
  return mark === "[" && /[\p{L}\p{N}]\[\p{N}/u.test(text.slice(Math.max(0, from - 1), to + 1))
    ? " "
    : "";
}

/** Returns the edits that keep only the label of a link or an image. */
function linkEdits({ text, from, to, node }: MarkedNode): readonly Edit[] {
  if (text.startsWith("[^", from))
    return [markup({ from, to: text[to] === ":" ? to + 1 : to }, "")];
  const label = node.getChildren("LinkMark")[1];
  if (!label) return [];
  return [markup({ from: label.from, to }, "")];
}

/** Returns the edits that remove `[ref]: https://…` entirely, and only the marks of `[^1]: Source` and `[Note]: important`. */
function referenceEdits({ text, from, to }: MarkedNode): readonly Edit[] {
  const all = text.slice(from, to);
  const note = /^\[\^[^\]]*\]:/.exec(all)?.[0].length;
  if (note !== undefined) return [markup({ from, to: from + note }, "")];
  const isAddress = /^\[[^\]]*\]:\s*(?:<|\S*[./#:])/.test(all);
  return isAddress ? [markup({ from, to }, "")] : [markup({ from, to: from + 1 }, "")];
}

/** Returns the edits that remove the ends of links without a beginning. */
function cutLinks(text: string): Edit[] {
  return [...text.matchAll(CUT_LINK)]
    .filter(({ 0: cut, groups }) => groups?.["closed"] !== undefined || CUT_TARGET.test(cut))
    .map(({ 0: cut, index }) => markup({ from: index, to: index + cut.length }, ""));
}

/** The number of a heading is read like that of a list: `## 2. Payment`. */
function headingNumbers(text: string, { lists }: MarkupOptions): Edit[] {
  return Array.from(text.matchAll(HEADING_NUMBER), ({ 0: all, 1: mark = "", index }) => {
    const to = index + all.length;
    return markup({ from: to - mark.length, to }, listMark(mark, lists));
  });
}
/** Returns edits that protect formulas from other edits of markup; the rules of maths read them later. */
function formulas(text: string): Edit[] {
  return Array.from(text.matchAll(FORMULA), ({ 0: formula, index }) => ({ formula, index }))
    .filter(({ formula }) => /[\\^_={]|^\$\p{L}\$$/u.test(formula))
    .map(({ formula, index }) => unchanged(text, { from: index, to: index + formula.length }));
}

function markup({ from, to }: Range, text: string): Edit {
  return { start: from, end: to, text, kind: "markup" };
}

/** Returns an edit that protects a range from the edits inside it. */
function unchanged(text: string, { from, to }: Range): Edit {
  return { start: from, end: to, text: text.slice(from, to), kind: null };
}

/** Returns the spoken text of a section of code. */
export function plainCode(source: Traced, { code }: MarkupOptions): Traced {
  return edited(source, codeBlockEdits(source.text, { from: 0, to: source.text.length }, code));
}

/** Returns the spoken text of a list mark: the number with a comma (a pause), or "". */
function listMark(mark: string, lists: MarkupOptions["lists"]): string {
  const number = /^0*(\d+)/.exec(mark)?.[1];
  return number === undefined || lists === "silent" ? "" : `${number},`;
}

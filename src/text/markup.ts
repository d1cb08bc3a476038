import { GFM, parser } from "@lezer/markdown";
import { decodeHTML } from "entities";
import { clean } from "./hygiene.ts";
import { withoutOverlaps, type Edit, edited, type Traced } from "./spans.ts";

/** How markup is spoken; see the request field `normalize`. */
export interface MarkupOptions {
  readonly code: "skip" | "announce" | "read";
  readonly lists: "count" | "silent";
}

// Chat models indent lists, so four blanks do not make code; an underlined line is not a heading; HTML is parsed inline.
const markdown = parser.configure([
  GFM,
  { remove: ["IndentedCode", "SetextHeading", "HTMLBlock"] },
]);

/** One line without markup, the usual input: skips the parser, whose first use takes milliseconds. */
const UNMARKED = /^(?! *(?:[-+]|\d+[.)])(?: |$))[^\n*_`~#>|<&[\]\\=]*$/;
/** Nodes without text of their own. */
const SILENT = new Set(
  (
    "HeaderMark EmphasisMark StrikethroughMark CodeMark QuoteMark TaskMarker HorizontalRule LinkReference LinkMark " +
    "LinkTitle LinkLabel Comment CommentBlock ProcessingInstruction ProcessingInstructionBlock"
  ).split(" "),
);
/** Blocks that end a sentence. */
const BLOCK = /^(?:Paragraph|ATXHeading\d|Task|TableRow|TableHeader)$/;
const BREAKING_TAG =
  /^<\/?(?:br|p|div|h[1-6]|li|ul|ol|tr|table|blockquote|section|article|header|footer|pre|hr|dt|dd)\b/i;
const HIDDEN = /<(script|style)\b[^<>]*>[\s\S]*?<\/\1\s*>|<!--[\s\S]*?-->/gi;
/** Markup characters outside of all nodes: truncated, or of another dialect. Not `5 * 3`, `2**8` or `snake_case`. */
const LEFTOVER =
  /(?<!\d)\*{2,}|\*{2,}(?!\d)|(?<=\s|^)\*(?=[^\s*])|(?<=[^\s*])\*(?=\s|$)|(?<=[^\s\d*])\*(?=[^\s*])|(?<=\d)\*(?=[^\s\d*])|(?<![\p{L}\p{N}_])_+(?=[^\s_])|(?<=[^\s_])_+(?![\p{L}\p{N}_])|~{2,}|`+|(?<=\s|^)={2,}(?=[^\s=])|(?<=[^\s=])={2,}(?=[\s\p{P}]|$)|^={3,}$|!?\[|\](?:\([^\s()]*\)?)?/gmu;
const TABLE_RULE = /^[ |:-]*-{2,}[ |:-]*$/gm;
const BORDER = /^ ?\|+ ?| ?\|+ ?$|(?<inner> ?\|+ ?)/gm;

/** Removes markdown and HTML and keeps the text that a browser would show. Accepts any text. */
export function plain(source: Traced, options: MarkupOptions): Traced {
  const { text } = source;
  if (UNMARKED.test(text)) return source;
  const inTree = withoutOverlaps(
    [...nodeEdits(text, options), ...hiddenEdits(text)].toSorted(byPlace),
  );
  const all = [...inTree, ...outside(inTree, leftovers(text))].toSorted(byPlace);
  const changing = all.filter(({ start, end, text: by }) => by !== text.slice(start, end));
  return edited(source, changing);
}

/** Returns the edits of the nodes of the markdown tree, in the order of the tree. */
function nodeEdits(text: string, options: MarkupOptions): Edit[] {
  const edits: Edit[] = [];
  markdown.parse(text).iterate({
    enter({ name, from, to, node }) {
      if (BLOCK.test(name) && text[to] === "\n")
        edits.push({ start: to, end: to + 1, text: "\n\n", kind: null });
      if (SILENT.has(name)) edits.push(markup({ from, to }, ""));
      else if (name === "TableDelimiter" && node.parent?.name === "Table")
        edits.push(markup({ from, to }, ""));
      else edits.push(...(EDITORS[name]?.({ text, from, to, node, options }) ?? []));
    },
  });
  return edits.filter(({ start, end }) => end > start);
}

interface MarkedNode extends Range {
  readonly text: string;
  readonly node: { getChildren(name: string): readonly Range[] };
  readonly options: MarkupOptions;
}

/** Edits of a node, by its name. */
const EDITORS: Readonly<Record<string, (node: MarkedNode) => readonly Edit[]>> = {
  FencedCode: ({ text, from, to, options }) => codeEdits(text, { from, to }, options.code),
  Link: linkEdits,
  Image: linkEdits,
  URL: ({ text, from, to }) => [unchanged(text, { from, to })],
  InlineCode({ text, node }) {
    const [open, close] = node.getChildren("CodeMark");
    return open && close ? [unchanged(text, { from: open.to, to: close.from })] : [];
  },
  Escape: ({ text, from, to }) => [
    markup({ from, to: from + 1 }, ""),
    unchanged(text, { from: from + 1, to }),
  ],
  Entity: ({ text, from, to }) => [markup({ from, to }, clean(decodeHTML(text.slice(from, to))))],
  HTMLTag: ({ text, from, to }) => [
    markup({ from, to }, BREAKING_TAG.test(text.slice(from, to)) ? "\n\n" : ""),
  ],
  ListMark: ({ text, from, to, options }) => [
    markup({ from, to }, listMark(text.slice(from, to), options.lists)),
  ],
};

function linkEdits({ text, from, to, node }: MarkedNode): readonly Edit[] {
  if (text.startsWith("[^", from))
    return [markup({ from, to: text[to] === ":" ? to + 1 : to }, "")];
  const label = node.getChildren("LinkMark")[1];
  if (!label) return [];
  return [markup({ from: label.from, to: targetEnd(text, label.to, to) }, "")];
}

function hiddenEdits(text: string): Edit[] {
  return Array.from(text.matchAll(HIDDEN), ({ 0: hidden, index }) =>
    markup({ from: index, to: index + hidden.length }, ""),
  );
}

function markup({ from, to }: Range, text: string): Edit {
  return { start: from, end: to, text, kind: "markup" };
}

/** Protects a range from the edits inside it. */
function unchanged(text: string, { from, to }: Range): Edit {
  return { start: from, end: to, text: text.slice(from, to), kind: null };
}

/** Compares edits by their start; outer edits come before inner ones. */
function byPlace(a: Edit, b: Edit): number {
  return a.start - b.start || b.end - a.end;
}

/** Returns the spoken text of a section of code. */
export function plainCode(source: Traced, { code }: MarkupOptions): Traced {
  return edited(source, codeEdits(source.text, { from: 0, to: source.text.length }, code));
}

/** Returns the end of a link; the tree ends a link with a truncated target before the target. */
function targetEnd(text: string, labelEnd: number, end: number): number {
  if (end > labelEnd || text[end] !== "(") return end;
  return end + (/^\([^\s()]*$/m.exec(text.slice(end, end + 2000))?.[0].length ?? 0);
}

interface Range {
  readonly from: number;
  readonly to: number;
}

function codeEdits(text: string, { from, to }: Range, code: MarkupOptions["code"]): Edit[] {
  const take = (start: number, end: number, by: string): Edit => {
    return { start, end, text: by, kind: "code" };
  };
  if (code === "skip") return [take(from, to, "\n\n")];
  if (code === "announce") return [take(from, to, "\n\ncode block\n\n")];
  const block = text.slice(from, to);
  const first = /^[^\n]*\n?/.exec(block)?.[0].length ?? 0;
  const last = /\n[ >]*[`~]{3,}\s*$/.exec(block)?.[0].length ?? 0;
  const closing = Math.max(first, block.length - last);
  const fences = [take(from, from + first, "\n\n"), take(from + closing, to, "\n\n")];
  return fences.filter(({ start, end }) => end > start);
}

function listMark(mark: string, lists: MarkupOptions["lists"]): string {
  const number = /^\d+/.exec(mark)?.[0];
  return number === undefined || lists === "silent" ? "" : `${number},`;
}

/** Returns the edits of markup characters in no node of the tree and of the borders of table cells. */
function leftovers(text: string): Edit[] {
  const marks = [...text.matchAll(LEFTOVER)];
  const rows = text.includes("|") ? [...text.matchAll(TABLE_RULE), ...text.matchAll(BORDER)] : [];
  const edits = [...marks, ...rows].map(({ 0: mark, index, groups }): Edit => {
    const by = groups?.["inner"] === undefined ? "" : ", ";
    return { start: index, end: index + mark.length, text: by, kind: "markup" };
  });
  return edits.toSorted(byPlace);
}

/** Returns the `edits` that overlap none of `others`; both are in order. */
function outside(others: readonly Edit[], edits: readonly Edit[]): Edit[] {
  let next = 0;
  return withoutOverlaps(edits).filter(({ start, end }) => {
    while (next < others.length && others[next]!.end <= start) next += 1;
    return (others[next]?.start ?? Infinity) >= end;
  });
}

import { GFM, parser } from "@lezer/markdown";
import { decodeHTML } from "entities";
import { clean } from "./hygiene.ts";
import { apart, type Edit, edited, type Traced } from "./spans.ts";

/** How markup is read; see the request field `normalize`. */
export interface MarkupOptions {
  readonly code: "skip" | "announce" | "read";
  readonly lists: "count" | "silent";
}

// Chat models indent their lists, so four blanks are no code; a line under a line is no heading; HTML is read inline.
const markdown = parser.configure([
  GFM,
  { remove: ["IndentedCode", "SetextHeading", "HTMLBlock"] },
]);

/** One line without a mark: most of what is spoken, and the parser's first use takes milliseconds. */
const UNMARKED = /^(?! *(?:[-+]|\d+[.)])(?: |$))[^\n*_`~#>|<&[\]\\=]*$/;
/** Nodes that are nothing but marks. */
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
/** Marks that belong to nothing: cut off, or of a dialect. `5 * 3`, `2**8` and `snake_case` are none. */
const LEFTOVER =
  /(?<!\d)\*{2,}|\*{2,}(?!\d)|(?<=\s|^)\*(?=[^\s*])|(?<=[^\s*])\*(?=\s|$)|(?<=[^\s\d*])\*(?=[^\s*])|(?<=\d)\*(?=[^\s\d*])|(?<![\p{L}\p{N}_])_+(?=[^\s_])|(?<=[^\s_])_+(?![\p{L}\p{N}_])|~{2,}|`+|(?<=\s|^)={2,}(?=[^\s=])|(?<=[^\s=])={2,}(?=[\s\p{P}]|$)|^={3,}$|!?\[|\](?:\([^\s()]*\)?)?/gmu;
const TABLE_RULE = /^[ |:-]*-{2,}[ |:-]*$/gm;
const BORDER = /^ ?\|+ ?| ?\|+ ?$|(?<inner> ?\|+ ?)/gm;

/** Takes markdown and HTML off: what a reader sees stays. Total and bounded by the length of its section. */
export function plain(source: Traced, options: MarkupOptions): Traced {
  const { text } = source;
  if (UNMARKED.test(text)) return source;
  const edits: Edit[] = [];
  const replace = (from: number, to: number, by: string): void => {
    if (to > from) edits.push({ start: from, end: to, text: by, kind: "markup" });
  };
  /** What is to be said as it stands. */
  const keep = (from: number, to: number): void => {
    edits.push({ start: from, end: to, text: text.slice(from, to), kind: null });
  };
  markdown.parse(text).iterate({
    enter({ name, from, to, node }) {
      if (BLOCK.test(name) && text[to] === "\n") endOfBlock(edits, to);
      if (SILENT.has(name)) replace(from, to, "");
      else if (name === "FencedCode") edits.push(...codeEdits(text, { from, to }, options.code));
      else if (name === "Link" || name === "Image") {
        const label = node.getChildren("LinkMark")[1];
        if (text.startsWith("[^", from)) replace(from, text[to] === ":" ? to + 1 : to, "");
        else if (label) replace(label.from, targetEnd(text, label.to, to), "");
      } else if (name === "URL") keep(from, to);
      else if (name === "InlineCode") {
        const [open, close] = node.getChildren("CodeMark");
        if (open && close) keep(open.to, close.from);
      } else if (name === "Escape") {
        replace(from, from + 1, "");
        keep(from + 1, to);
      } else if (name === "Entity") replace(from, to, clean(decodeHTML(text.slice(from, to))));
      else if (name === "HTMLTag")
        replace(from, to, BREAKING_TAG.test(text.slice(from, to)) ? "\n\n" : "");
      else if (name === "ListMark")
        replace(from, to, listMark(text.slice(from, to), options.lists));
      else if (name === "TableDelimiter" && node.parent?.name === "Table") replace(from, to, "");
    },
  });
  for (const { 0: hidden, index } of text.matchAll(HIDDEN))
    replace(index, index + hidden.length, "");
  const known = apart(edits.toSorted((a, b) => a.start - b.start || b.end - a.end));
  const all = [...known, ...outside(known, leftovers(text))];
  const changing = all.filter(({ start, end, text: by }) => by !== text.slice(start, end));
  return edited(
    source,
    changing.toSorted((a, b) => a.start - b.start),
  );
}

/** A block of code as a section of its own. */
export function plainCode(source: Traced, { code }: MarkupOptions): Traced {
  return edited(source, codeEdits(source.text, { from: 0, to: source.text.length }, code));
}

/** The end of a link; where its target is cut off, the tree ends it before the target. */
function targetEnd(text: string, labelEnd: number, end: number): number {
  if (end > labelEnd || text[end] !== "(") return end;
  return end + (/^\([^\s()]*$/m.exec(text.slice(end, end + 2000))?.[0].length ?? 0);
}

function endOfBlock(edits: Edit[], at: number): void {
  edits.push({ start: at, end: at + 1, text: "\n\n", kind: null });
}

interface Block {
  readonly from: number;
  readonly to: number;
}

function codeEdits(text: string, { from, to }: Block, code: MarkupOptions["code"]): Edit[] {
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

/** Marks that no node of the tree accounts for because they were cut off, and the borders of table cells. */
function leftovers(text: string): Edit[] {
  const marks = [...text.matchAll(LEFTOVER)];
  const rows = text.includes("|") ? [...text.matchAll(TABLE_RULE), ...text.matchAll(BORDER)] : [];
  const edits = [...marks, ...rows].map(({ 0: mark, index, groups }): Edit => {
    const by = groups?.["inner"] === undefined ? "" : ", ";
    return { start: index, end: index + mark.length, text: by, kind: "markup" };
  });
  return edits.toSorted((a, b) => a.start - b.start || b.end - a.end);
}

/** Those of `edits` that touch none of `known`; both are in order. */
function outside(known: readonly Edit[], edits: readonly Edit[]): Edit[] {
  let next = 0;
  return apart(edits).filter(({ start, end }) => {
    while (next < known.length && known[next]!.end <= start) next += 1;
    return (known[next]?.start ?? Infinity) >= end;
  });
}

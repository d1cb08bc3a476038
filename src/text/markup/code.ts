import type { Edit } from "../spans.ts";
import { gap } from "./gap.ts";

interface Range {
  readonly from: number;
  readonly to: number;
}

/** Marks of code that nobody says, and the first letter of each later word of `camelCase`. */
const SILENT =
  /[()[\]{}`|\\]+|<(?=[\p{L}/!])\/?|(?<=[\p{L}"'/])>|\*{2,}(?=\p{L})|(?<!\S)-{1,2}(?=\p{L})|[#$](?=\p{L})|(?<=[\p{Ll}\p{N}]\p{Ll})\p{Lu}|(?<=\p{Lu})\p{Lu}(?=\p{Ll}{2})/gu;

/**
 * Returns the edits that make inline code speakable: `getUserName(id)` is "get User Name id". Its other characters are
 * covered by edits without a change, so that they are not read as markup.
 */
export function inlineCodeEdits(text: string, { from, to }: Range): Edit[] {
  const edits: Edit[] = [];
  const keep = (start: number, end: number) => {
    if (start < end) edits.push({ start, end, text: text.slice(start, end), kind: null });
  };
  let at = from;
  for (const { 0: mark, index } of text.slice(from, to).matchAll(SILENT)) {
    const start = from + index;
    const end = start + mark.length;
    keep(at, start);
    const by = /\p{Lu}/u.test(mark) ? ` ${mark}` : gap(text, start, end);
    edits.push({ start, end, text: by, kind: "code" });
    at = end;
  }
  keep(at, to);
  return edits;
}

/** Returns the edits of a fenced block, with its fences. */
export function codeBlockEdits(
  text: string,
  { from, to }: Range,
  code: "skip" | "announce" | "read",
): Edit[] {
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

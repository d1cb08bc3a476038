import type { Edit } from "../spans.ts";
import { gap } from "./gap.ts";
import type { Range } from "./ranges.ts";

/** Marks of code without a spoken form, and the first letter of each word after the first in `camelCase`. */
const SILENT =
  /(?:[()[\]{}`|\\]|<(?=[\p{L}/!])\/?|(?<=[\p{L}"'/])>(?!=))+|\^(?=[\\[(])|\$(?![\p{L}\d])|\*{2,}(?=\p{L})|(?<!\S)-{1,2}(?=\p{L})|[#$](?=\p{L})|(?<=[\p{Ll}\p{N}]\p{Ll})\p{Lu}|(?<=\p{Lu})\p{Lu}(?=\p{Ll}{2})/gu;

/**
 * Returns the edits that make inline code speakable: `getUserName(id)` is "get User Name id". Edits without a change cover
 * the other characters, so that these characters are not read as markup.
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
    const isPath = mark === "\\" && text[start - 1] === ":";
    const by = /\p{Lu}/u.test(mark) ? ` ${mark}` : isPath ? " " : gap(text, start, end);
    edits.push({ start, end, text: by, kind: "code" });
    at = end;
  }
  keep(at, to);
  return edits;
}

/** Returns the edits of a fenced block, fences included. */
export function codeBlockEdits(
  text: string,
  { from, to }: Range,
  code: "skip" | "announce" | "read",
): Edit[] {
  const replacement = (start: number, end: number, by: string): Edit => {
    return { start, end, text: by, kind: "code" };
  };
  if (code === "skip") return [replacement(from, to, "\n\n")];
  if (code === "announce") return [replacement(from, to, "\n\ncode block\n\n")];
  const block = text.slice(from, to);
  const first = /^[^\n]*\n?/.exec(block)?.[0].length ?? 0;
  const last = /\n[ >]*[`~]{3,}\s*$/.exec(block)?.[0].length ?? 0;
  const closing = Math.max(first, block.length - last);
  const fences = [replacement(from, from + first, "\n\n"), replacement(from + closing, to, "\n\n")];
  return fences.filter(({ start, end }) => end > start);
}

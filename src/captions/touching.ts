import type { Mark } from "../sound.ts";

/** Most signs beside a word that belong to it. */
const MAX_SIGNS = 8;
/** Signs before a word from the last white space on, and those that open something after another word. */
const SIGNS_BEFORE = /(?:^|\s)([^\s\p{L}\p{N}]*)$/u;
const OPENING = /[\p{Ps}\p{Pi}]+$/u;
const SIGNS_AFTER = /^[^\s\p{L}\p{N}]{0,8}/u;
const WORD_NEXT = /^[\p{L}\p{N}]/u;

/**
 * Returns the word of a mark with the signs that touch it, such as `(Hello,`. The words of a text without lone signs,
 * joined with blanks, are the text.
 */
export function wordWithSigns(text: string, { start, end }: Pick<Mark, "start" | "end">): string {
  const before = text.slice(Math.max(0, start - MAX_SIGNS), start);
  const after = text.slice(end, end + MAX_SIGNS + 1);
  const opening = SIGNS_BEFORE.exec(before)?.[1] ?? OPENING.exec(before)?.[0] ?? "";
  const signs = SIGNS_AFTER.exec(after)?.[0] ?? "";
  const closing = WORD_NEXT.test(after.slice(signs.length)) ? signs.replace(OPENING, "") : signs;
  return opening + text.slice(start, end) + closing;
}

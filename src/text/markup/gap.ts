const WORD = /[\p{L}\p{M}\p{N}]/u;
const HAN = /\p{sc=Han}/u;

/**
 * Returns the replacement of the removed range from `start` to `end`: one blank between two words, otherwise nothing.
 * Between two Han characters there is no blank.
 *
 * @example
 * gap("List<int>", 4, 5); // " "
 */
export function gap(text: string, start: number, end: number): "" | " " {
  const before = characterBefore(text, start);
  const after = String.fromCodePoint(text.codePointAt(end) ?? 32);
  if (!WORD.test(before) || !WORD.test(after)) return "";
  return HAN.test(before) && HAN.test(after) ? "" : " ";
}

function characterBefore(text: string, at: number): string {
  const isPair = /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(Math.max(0, at - 2), at));
  return text.slice(Math.max(0, at - (isPair ? 2 : 1)), at);
}

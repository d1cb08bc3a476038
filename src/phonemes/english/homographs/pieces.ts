/** Cuts a token as treebanks do: `don't` → `do` `n't`, `Tom's` → `Tom` `'s`, `well-read` → `well` `-` `read`. */
export function piecesOf(token: string): readonly string[] {
  const word = token.replace(/[‘’]/g, "'");
  const negated = /^(.+)(n't)$/i.exec(word);
  if (negated !== null) return negated.slice(1);
  const clitic = /^(.+)('(?:s|d|m|re|ve|ll))$/i.exec(word);
  if (clitic !== null) return [...piecesOf(clitic[1] ?? ""), clitic[2] ?? ""];
  const possessive = /^(.*s)(')$/i.exec(word);
  if (possessive !== null) return possessive.slice(1);
  if (/^cannot$/i.test(word)) return [word.slice(0, 3), word.slice(3)];
  return /^\p{L}.*\p{L}$/u.test(word) && word.includes("-") ? word.split(/(-)/) : [word];
}

import type { Token } from "../tokens.ts";

/** A letter or digit that can be spoken. */
export const SPOKEN = /[\p{Script=Latin}\p{N}]/u;
const OTHER_LETTERS = /[[\p{L}\p{M}]--[\p{Script=Latin}\p{Script=Inherited}]]/gv;
const SYMBOLS: ReadonlyMap<string, string> = new Map([
  ["&", "and"],
  ["%", "percent"],
  ["+", "plus"],
  ["@", "at"],
  ["=", "equals"],
]);
/** A short verb or a negation without its apostrophe. */
const SHORT_VERB = /^(\p{L}+?)(nt|re|ve|ll|m|d)$/iu;

/**
 * Returns the word that a token writes, without letters of other scripts: `and` for `&`, `'tis` and `goin'` with their
 * apostrophes, `don't` for `dont`, and the pronoun `I` for `i`.
 */
export function writtenWord(token: Token, isListed: (word: string) => boolean): string {
  const { text, quoted, isSpelled } = token;
  const word = SYMBOLS.get(text) ?? text.replace(OTHER_LETTERS, "");
  if (isSpelled || !SPOKEN.test(word)) return word;
  if (word === "i") return "I";
  if (quoted !== text) {
    const forms = [quoted, quoted.replace(/'$/, ""), quoted.replace(/^'/, "")];
    const form = forms.find((form) => form !== word && isListed(form));
    if (form !== undefined) return form;
  }
  return isListed(word) ? word : (withApostrophe(word, isListed) ?? word);
}

/** Returns `don't` for `dont` if that is listed. */
function withApostrophe(word: string, isListed: (word: string) => boolean): string | null {
  const [, stem = "", ending = ""] = SHORT_VERB.exec(word) ?? [];
  const form = ending === "nt" ? `${stem}n't` : `${stem}'${ending}`;
  return ending !== "" && isListed(form) ? form : null;
}

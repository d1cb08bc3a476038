/** Letters of a token. The tokens of speech LMs and chat models have four to five on average in English. */
const TOKEN_LETTERS = 5;

/** Scripts whose characters are tokens of their own. */
const DENSE = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}`;

const TOKEN = new RegExp(
  String.raw`\s*(?:[${DENSE}]|[^\s${DENSE}]{1,${TOKEN_LETTERS}})|\s+$`,
  "gu",
);

/**
 * Splits `text` into tokens as a model writes them: white space belongs to the token after it. Joined, the tokens are the
 * text.
 *
 * @example
 * splitTokens("Of course! Now."); // ["Of", " cours", "e!", " Now."]
 */
export function splitTokens(text: string): readonly string[] {
  return text.match(TOKEN) ?? [];
}

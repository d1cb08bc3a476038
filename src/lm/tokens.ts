import { CODEBOOK_SIZE } from "../codec/codes.ts";

/** Longer than any token's spelling: what has not closed by then is no token. */
const LONGEST_TOKEN = 24;

/** Finds speech tokens in text that may be cut anywhere. */
export interface TokenParser {
  /** Codes of the tokens that became complete with `text`; anything else is skipped. */
  push(text: string): number[];
}

/** A parser of `<|{name}N|>`, for example of `<|s_123|>`. */
export function createTokenParser(name: string): TokenParser {
  const token = new RegExp(`<\\|${name}(\\d{1,5})\\|>`, "g");
  let held = "";
  return {
    push(text) {
      held += text;
      const codes: number[] = [];
      let end = 0;
      for (const match of held.matchAll(token)) {
        const code = Number(match[1]);
        if (code < CODEBOOK_SIZE) codes.push(code);
        end = match.index + match[0].length;
      }
      // The rest may be the beginning of a token.
      const open = held.lastIndexOf("<");
      held = open < end || held.length - open > LONGEST_TOKEN ? "" : held.slice(open);
      return codes;
    },
  };
}

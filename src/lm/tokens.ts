import { CODEBOOK_SIZE } from "../codec/codes.ts";

/** Finds speech tokens in a text that may be split anywhere. */
export interface TokenParser {
  /** Returns the codes of the tokens that `text` completes; anything else is skipped, as are codes out of range. */
  push(text: string): number[];
}

/**
 * Creates a parser of `<|{name}N|>`.
 *
 * @example
 * const parser = createTokenParser("s_");
 * parser.push("<|s_1|><|s_"); // [1]
 * parser.push("23|>"); // [23]
 */
export function createTokenParser(name: string): TokenParser {
  const token = new RegExp(`<\\|${name}(\\d{1,5})\\|>`, "g");
  const maxTokenChars = `<|${name}${CODEBOOK_SIZE - 1}|>`.length;
  let unparsed = "";
  return {
    push(text) {
      unparsed += text;
      const codes: number[] = [];
      let end = 0;
      for (const match of unparsed.matchAll(token)) {
        const code = Number(match[1]);
        if (code < CODEBOOK_SIZE) codes.push(code);
        end = match.index + match[0].length;
      }
      // The rest may be the start of a token.
      const start = unparsed.lastIndexOf("<");
      const isPartial = start >= end && unparsed.length - start < maxTokenChars;
      unparsed = isPartial ? unparsed.slice(start) : "";
      return codes;
    },
  };
}

import { CODEBOOK_SIZE } from "../codec/codes.ts";

/** Finds speech tokens in a text that may be split anywhere. */
export interface TokenParser {
  /**
   * Returns the codes of the tokens that `text` completes, up to the end token; anything else is skipped, as are codes
   * out of range.
   */
  push(text: string): number[];
  /** True once the end token has come. */
  readonly isEnded: boolean;
}

/**
 * Creates a parser of `<|{name}N|>`; `endToken`, such as `<|im_end|>`, ends the speech.
 *
 * @example
 * const parser = createTokenParser("s_", "<|im_end|>");
 * parser.push("<|s_1|><|s_"); // [1]
 * parser.push("23|>"); // [23]
 */
export function createTokenParser(name: string, endToken?: string): TokenParser {
  const token = new RegExp(`<\\|${name}(\\d{1,5})\\|>`, "g");
  const longest = `<|${name}${CODEBOOK_SIZE - 1}|>`;
  const maxTokenChars = Math.max(longest.length, endToken?.length ?? 0);
  let unparsed = "";
  let isEnded = false;
  return {
    get isEnded() {
      return isEnded;
    },
    push(text) {
      if (isEnded) return [];
      unparsed += text;
      const endAt = endToken === undefined ? -1 : unparsed.indexOf(endToken);
      if (endAt >= 0) {
        isEnded = true;
        unparsed = unparsed.slice(0, endAt);
      }
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

import { CODEBOOK_SIZE } from "../../codec/codes.ts";
import type { PromptStyle } from "../prompt.ts";
import { createTokenParser } from "../tokens.ts";

export interface TokenNames {
  readonly style: Pick<PromptStyle, "tokenName" | "endToken">;
  /** Token id of code 0; null: tokens are read from the text. */
  readonly firstId: number | null;
  /** Token id of the end token; null: unknown. */
  readonly endId: number | null;
}

/** A part of an event: token ids where the server sends them, and the text. */
interface Choice {
  readonly token_ids?: readonly unknown[] | null | undefined;
  readonly text?: string | null | undefined;
}

/** What an event holds: its codes up to the end token, and the number of its tokens, speech or not, at least. */
interface Read {
  readonly codes: readonly number[];
  readonly tokens: number;
}

/** Reads the speech tokens of one generation. */
export interface TokenReader {
  read(choices: readonly Choice[]): Read;
  /** True once the end token has come. */
  readonly isEnded: boolean;
}

export function createTokenReader({ style, firstId, endId }: TokenNames): TokenReader {
  const parser = createTokenParser(style.tokenName, style.endToken);
  let isEnded = false;
  const readChoice = ({ token_ids: ids, text }: Choice): Read => {
    if (firstId === null || ids == null) {
      const codes = parser.push(text ?? "");
      isEnded ||= parser.isEnded;
      return { codes, tokens: Math.max(codes.length, text ? 1 : 0) };
    }
    const endAt = endId === null ? -1 : ids.indexOf(endId);
    const codes = isEnded ? [] : codesOf(endAt < 0 ? ids : ids.slice(0, endAt), firstId);
    isEnded ||= endAt >= 0;
    return { codes, tokens: ids.length };
  };
  return {
    get isEnded() {
      return isEnded;
    },
    read(choices) {
      const all = choices.map(readChoice);
      const tokens = all.reduce((sum, read) => sum + read.tokens, 0);
      return { codes: all.flatMap(({ codes }) => codes), tokens };
    },
  };
}

/** Other ids, such as the end token's, are not speech. */
function codesOf(ids: readonly unknown[], firstId: number): number[] {
  return ids
    .filter((id) => typeof id === "number")
    .map((id) => id - firstId)
    .filter((code) => Number.isInteger(code) && code >= 0 && code < CODEBOOK_SIZE);
}

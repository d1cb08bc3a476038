import { SpeechError } from "../errors.ts";
import { sleep } from "../sleep.ts";
import { abortReason } from "../streams.ts";
import type { TokenSource } from "./source.ts";
import { createTokenParser } from "./tokens.ts";

interface ReplayOptions {
  /** Recorded tokens such as `<|s_N|>`. */
  readonly text: string;
  /** Spelling of the tokens: the token of code 0 is `<|{tokenName}0|>`. */
  readonly tokenName: string;
  /** Number of times that the recording is played in one generation. */
  readonly repeat: number;
  /** Delay per token, seconds; 0: no delay. */
  readonly delayS: number;
  /** A clock that never runs backwards, milliseconds. */
  readonly now?: () => number;
}

/** Tokens per chunk when there is no delay. */
const PIECE_TOKENS = 64;

/**
 * Replays recorded tokens for every prompt, at a given pace, so that the complete pipeline runs without an LM. Like an
 * LM, it stops at the client's own `max_tokens`. Throws SpeechError "invalid_input" if `text` holds no token.
 *
 * @example
 * const tokens = openReplay({ text: "<|s_1|><|s_2|>", tokenName: "s_", repeat: 2, delayS: 0 });
 * // every generation yields [1, 2, 1, 2]
 */
export function openReplay(options: ReplayOptions): TokenSource {
  const { text, tokenName, repeat, delayS, now = () => performance.now() } = options;
  const recorded = createTokenParser(tokenName).push(text);
  if (recorded.length === 0)
    throw new SpeechError("invalid_input", `the replay file holds no <|${tokenName}N|> token`);
  const repeated = Array.from({ length: repeat }, () => recorded).flat();
  return async function* replay({ sampling: { maxTokens, maxTokensSet } }, signal) {
    const codes = maxTokensSet ? repeated.slice(0, maxTokens) : repeated;
    const startMs = now();
    let sent = 0;
    while (sent < codes.length) {
      if (signal.aborted) throw abortReason(signal);
      // An absolute schedule: after a late wake-up several tokens are due, and later ones are not delayed.
      const due =
        delayS === 0 ? sent + PIECE_TOKENS : Math.floor((now() - startMs) / (delayS * 1000));
      if (due > sent) {
        yield codes.slice(sent, due);
        sent = Math.min(due, codes.length);
      } else await sleep(startMs + (sent + 1) * delayS * 1000 - now(), signal);
    }
  };
}

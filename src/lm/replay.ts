import { SpeechError } from "../errors.ts";
import { sleep } from "../sleep.ts";
import { abortReason } from "../streams.ts";
import type { TokenSource } from "./source.ts";
import { createTokenParser } from "./tokens.ts";

interface ReplayOptions {
  /** Recorded pieces such as `<|s_N|>`. */
  readonly text: string;
  /** How they are spelt: the token of code 0 is `<|{tokenName}0|>`. */
  readonly tokenName: string;
  /** How often they are said after one another. */
  readonly repeat: number;
  /** Seconds a token; 0: all at once. */
  readonly delayS: number;
}

/** Most tokens in one piece when they come all at once. */
const PIECE = 64;

/**
 * Replays recorded tokens whatever the prompt, at a given pace: the whole pipeline without an LM. As an LM would, it
 * ends where the client's own `max_tokens` says.
 */
export function openReplay({ text, tokenName, repeat, delayS }: ReplayOptions): TokenSource {
  const once = createTokenParser(tokenName).push(text);
  if (once.length === 0)
    throw new SpeechError("invalid_input", `the replay file holds no <|${tokenName}N|> token`);
  const all = Array.from({ length: repeat }, () => once).flat();
  return async function* replay({ sampling: { maxTokens, maxTokensSet } }, signal) {
    const codes = maxTokensSet ? all.slice(0, maxTokens) : all;
    const startMs = performance.now();
    let sent = 0;
    while (sent < codes.length) {
      if (signal.aborted) throw abortReason(signal);
      // An absolute schedule: a late wake-up brings several tokens and delays none of the next.
      const due =
        delayS === 0 ? sent + PIECE : Math.floor((performance.now() - startMs) / (delayS * 1000));
      if (due > sent) {
        yield codes.slice(sent, due);
        sent = Math.min(due, codes.length);
      } else await sleep(startMs + (sent + 1) * delayS * 1000 - performance.now(), signal);
    }
  };
}

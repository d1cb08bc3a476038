import { SpeechError } from "../errors.ts";
import { sleep } from "../sleep.ts";
import { abortReason } from "../streams.ts";
import type { TokenSource } from "./source.ts";

/** Maximum pause between retries, seconds; a shorter `retryAfterS` of the error is used. */
const MAX_PAUSE_S = 1;

/**
 * Returns a source that retries `tokens` while that is "overloaded", until it answers or `signal` aborts. For
 * utterances after the first: the client already plays the answer, so a full LM must not end it. The last step of the
 * order that `TokenSource` states.
 *
 * @example
 * for await (const codes of retryWhileBusy(tokens)(request, signal)) push(codes);
 */
export function retryWhileBusy(tokens: TokenSource): TokenSource {
  return async function* retried(request, signal) {
    let yielded = false;
    for (;;) {
      try {
        for await (const codes of tokens(request, signal)) {
          yielded = true;
          yield codes;
        }
        return;
      } catch (error) {
        // After the first token a retry would repeat audio.
        if (yielded || !(error instanceof SpeechError) || error.code !== "overloaded") throw error;
        await sleep(1000 * Math.min(MAX_PAUSE_S, error.retryAfterS ?? MAX_PAUSE_S), signal);
        if (signal.aborted) throw abortReason(signal);
      }
    }
  };
}

import type { Reference, Sampling } from "../engine.ts";
import type { RequestHooks } from "../requestHooks.ts";
import type { FirstAudio } from "./firstAudio.ts";

/** What every prompt has. */
interface PromptText {
  readonly text: string;
  /** The utterance before this one in the same voice, which the LM is to continue. */
  readonly previous?: Reference;
}

/** What the speech LM is prompted with: a text in a named voice, or in the voice of a reference recording. */
export type Prompt =
  | (PromptText & { readonly kind: "voice"; readonly voice: string })
  | (PromptText & {
      readonly kind: "clone";
      readonly referenceText: string;
      readonly referenceCodes: readonly number[];
    });

/** One generation: its prompt, its sampling, and the hooks that report on it. */
export interface TokenRequest {
  readonly prompt: Prompt;
  readonly sampling: Sampling;
  /** Set for the first utterance of a request: tokens are buffered until they make audio. Absent: not buffered. */
  readonly firstAudio?: FirstAudio;
  readonly hooks?: RequestHooks;
}

/**
 * Speech tokens for a request: codes 0–65,535 in order, as they are generated. Everything that it opens is closed when
 * the consumer returns or `signal` aborts. Throws SpeechError.
 *
 * Sources wrap each other. A failed generation is retried in this order, each step only while no code has been yielded,
 * since a later retry would repeat audio:
 *
 * 1. `openCompletions` retries once on the same LM, at once, after a fault "generation", "runaway" or "server".
 * 2. `openPool` then sends the generation to every other usable LM once, except after a fault "request".
 * 3. `retryWhileBusy`, for utterances after the first, repeats 1 and 2 after a pause while the pool is "overloaded".
 *
 * In the first utterance `firstAudio` buffers the first codes, which keeps steps 1 and 2 possible for longer. A client
 * that is refused ("overloaded") retries by itself.
 */
export type TokenSource = (
  request: TokenRequest,
  signal: AbortSignal,
) => AsyncIterable<readonly number[]>;

import type { Sampling } from "../engine.ts";
import type { RequestHooks } from "../requestHooks.ts";
import type { FirstAudio } from "./firstAudio.ts";

/** What the speech LM is asked to say: in a named voice, or in that of a reference recording. */
export type Prompt =
  | { readonly kind: "voice"; readonly voice: string; readonly text: string }
  | {
      readonly kind: "clone";
      readonly referenceText: string;
      readonly referenceCodes: readonly number[];
      readonly text: string;
    };

/** One generation: what is said, how it is sampled, and who is told about it. */
export interface TokenRequest {
  readonly prompt: Prompt;
  readonly sampling: Sampling;
  /** Set for the first utterance of a request: its first tokens are held until they make audio. Absent: no token is held. */
  readonly firstAudio?: FirstAudio;
  readonly hooks?: RequestHooks;
}

/**
 * Speech tokens for a request, codes 0–65,535 in order, as they are generated. Everything that it opens is closed when
 * the consumer returns or `signal` aborts. Throws SpeechError.
 */
export type TokenSource = (
  request: TokenRequest,
  signal: AbortSignal,
) => AsyncIterable<readonly number[]>;

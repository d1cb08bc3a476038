import type { Sampling } from "../engine.ts";

/** What the speech LM is asked to say: in a named voice, or in that of a reference recording. */
export type Prompt =
  | { readonly kind: "voice"; readonly voice: string; readonly text: string }
  | {
      readonly kind: "clone";
      readonly referenceText: string;
      readonly referenceCodes: readonly number[];
      readonly text: string;
    };

/**
 * Speech tokens for a prompt, codes 0–65,535 in order, as they are generated (the first as the sampling wants them).
 * Whatever was opened for it is closed when the reader returns or `signal` aborts. Throws SpeechError.
 */
export type TokenSource = (
  prompt: Prompt,
  sampling: Sampling,
  signal: AbortSignal,
) => AsyncIterable<readonly number[]>;

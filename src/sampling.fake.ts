import type { Sampling } from "./engine.ts";

/** Sampling settings for tests; engines without a speech LM ignore them. */
export const SAMPLING: Sampling = {
  temperature: 0.7,
  topP: 1,
  repetitionPenalty: 1,
  maxTokens: 3072,
  maxTokensSet: false,
};

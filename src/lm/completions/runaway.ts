import { TOKENS_PER_SECOND } from "../../codec/codes.ts";
import type { Sampling } from "../../engine.ts";
import { speechSeconds } from "../../text/group/seconds.ts";
import { LmFailure } from "../failure.ts";
import { createLoopDetector } from "./loop.ts";

/** Kinds of generations that the server stops, since the LM did not. */
export const RUNAWAYS = [
  "tokens", // more speech tokens than max_tokens
  "length", // more speech than the text can need
  "text", // tokens without speech
  "end", // went on after the end token or the finish reason, or kept the stream open
  "loop", // repeated the same tokens; stopped only if asked for
] as const;
export type Runaway = (typeof RUNAWAYS)[number];

/**
 * Speech that every text may take, seconds, and the factor on top of the text's estimated length: the slowest readers
 * need about three times the estimate (60 instead of 180 words a minute), and pauses double that.
 */
const FREE_S = 20;
const SLOWEST = 6;
/** Tokens or empty events in a row without speech. A speech LM sends a few at most, before its first speech token. */
const MAX_SPEECHLESS = 512;

export interface RunawayOptions {
  readonly sampling: Sampling;
  /** The text that is spoken. */
  readonly text: string;
  /** Whether a loop is stopped. */
  readonly loopStop: boolean;
  /** Called once for each kind. */
  readonly onRunaway: (kind: Runaway) => void;
}

/** Counts what one generation sends against its bounds. */
export interface Bounds {
  /** Returns the codes within the bounds. `tokens`: number of tokens in the event, speech or not. */
  admit(codes: readonly number[], tokens: number): readonly number[];
  /** The bound that stopped the generation; null while it may go on. */
  readonly stoppedBy: Runaway | null;
}

/** The client's own max_tokens is the only bound of the length: the client may want to hear where an LM goes. */
export function createBounds(options: RunawayOptions): Bounds {
  const { sampling, loopStop, onRunaway } = options;
  const maxLength = sampling.maxTokensSet ? Infinity : longestSpeech(options.text);
  const maxCodes = Math.min(sampling.maxTokens, maxLength);
  const isLoop = createLoopDetector();
  let looped = false;
  let count = 0;
  let speechless = 0;
  let stoppedBy: Runaway | null = null;
  const stop = (kind: Runaway): void => {
    stoppedBy = kind;
    onRunaway(kind);
  };
  return {
    get stoppedBy() {
      return stoppedBy;
    },
    admit(codes, tokens) {
      if (codes.length === 0) {
        speechless += Math.max(1, tokens);
        if (speechless > MAX_SPEECHLESS) stop("text");
        return codes;
      }
      speechless = 0;
      const admitted = codes.slice(0, maxCodes - count);
      count += admitted.length;
      if (!looped && admitted.some((code) => isLoop(code))) {
        looped = true;
        if (loopStop) stop("loop");
        else onRunaway("loop");
      }
      if (admitted.length < codes.length)
        stop(maxCodes === sampling.maxTokens ? "tokens" : "length");
      return admitted;
    },
  };
}

/** Returns the most tokens that speech of `text` can have. */
function longestSpeech(text: string): number {
  return Math.ceil(TOKENS_PER_SECOND * (FREE_S + SLOWEST * speechSeconds(text)));
}

/** Creates the failure of a generation that a bound has stopped after `count` speech tokens. */
export function runawayFailure(kind: Runaway, { maxTokens }: Sampling, count: number): LmFailure {
  const reasons: Readonly<Record<Runaway, string>> = {
    tokens: `went on after max_tokens (${maxTokens})`,
    length: "spoke far longer than the text can take",
    text: `sent ${MAX_SPEECHLESS} tokens in a row without speech`,
    end: "went on after its end",
    loop: "repeated the same tokens for 3 s",
  };
  return new LmFailure(
    "runaway",
    `the speech LM ${reasons[kind]}: stopped after ${count} speech tokens`,
  );
}

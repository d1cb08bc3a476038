import type { Step } from "./timeline.ts";

/** Prompt and completion tokens, as counted by the speech LM. */
export interface TokenUsage {
  readonly input: number;
  readonly output: number;
}

/** Callbacks of one request and its trace context. Settings are in `Sampling`. */
export interface RequestHooks {
  /** Called with the usage of each generation when it ends; not called by an engine without an LM. */
  readonly onUsage?: (tokens: TokenUsage) => void;
  /** Called for each utterance with letters or digits that the engine cannot say, with their number. */
  readonly onUnspoken?: (characters: number) => void;
  /** Called at each step of synthesis. The first call comes long before the first audio. */
  readonly onStep?: (step: Step) => void;
  /** Returns whether the client waits for audio. Idle timeouts run only then; without this hook they always run. */
  readonly isWaiting?: () => boolean;
  /** The W3C trace context that is sent to the speech LM. */
  readonly traceparent?: string;
}

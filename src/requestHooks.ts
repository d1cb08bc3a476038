import type { Step } from "./timeline.ts";

/** Tokens that a speech LM read and wrote, as counted by the LM itself. */
export interface TokenUsage {
  readonly input: number;
  readonly output: number;
}

/** How the engine reports on one request to its caller, and what it may ask. Settings are in `Sampling`. */
export interface RequestHooks {
  /** Called with the usage of each generation when it ends; engines without an LM never call it. */
  readonly onUsage?: (tokens: TokenUsage) => void;
  /** Called at each step of the work, long before the first audio. */
  readonly onStep?: (step: Step) => void;
  /** Whether the client waits for audio right now: only then does silence count as a timeout. Absent: always. */
  readonly isWaiting?: () => boolean;
  /** The W3C trace context that is sent to the speech LM. */
  readonly traceparent?: string;
}

/**
 * A step of an engine with a speech LM: request sent, token received, decoding of a window started or ended. Or of an
 * engine that speaks in Workers: a job waits for a Worker, a Worker began to speak it, a part of its sound came.
 */
export type Step = "asked" | "token" | "decoding" | "decoded" | "waiting" | "speaking" | "spoken";

/** The first and the last time of each step, milliseconds by the clock passed to `createTimeline`. */
export interface Timeline {
  readonly firstMs: Readonly<Partial<Record<Step, number>>>;
  readonly lastMs: Readonly<Partial<Record<Step, number>>>;
  pass(step: Step): void;
}

/** Creates the timeline of one request; `now` is a monotonic clock, milliseconds. */
export function createTimeline(now: () => number): Timeline {
  const firstMs: Partial<Record<Step, number>> = {};
  const lastMs: Partial<Record<Step, number>> = {};
  return {
    firstMs,
    lastMs,
    pass(step) {
      const nowMs = now();
      firstMs[step] ??= nowMs;
      lastMs[step] = nowMs;
    },
  };
}

/** What an engine with a speech LM goes through: an LM was asked, tokens came, a window began to be decoded, it was. */
export type Step = "asked" | "token" | "decoding" | "decoded";

/** When each step was passed for the first and the last time, milliseconds of the clock that it was made with. */
export interface Timeline {
  readonly firstMs: Readonly<Partial<Record<Step, number>>>;
  readonly lastMs: Readonly<Partial<Record<Step, number>>>;
  pass(step: Step): void;
}

/** The timeline of one request; `now` is a clock that never runs backwards, milliseconds. */
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

/** Whom a speech request waits for. */
export type Stage = "queue" | "engine" | "encoder" | "reader";

/** Where a request stands, how long it has stood there, and how long it spent in each stage. */
export interface Stages {
  readonly startedMs: number;
  readonly current: Stage;
  /** When the current stage began, or last showed that it lives. */
  readonly aliveMs: number;
  enter(stage: Stage): void;
  /** Work goes on in the current stage, though it has not ended. */
  alive(): void;
  /** Time in `stage` so far, milliseconds. */
  spentMs(stage: Stage): number;
}

/** The stages of one request, which begins in the queue; `now` never runs backwards, milliseconds. */
export function createStages(now: () => number): Stages {
  const spent: Record<Stage, number> = { queue: 0, engine: 0, encoder: 0, reader: 0 };
  let current: Stage = "queue";
  const startedMs = now();
  let sinceMs = startedMs;
  let aliveMs = sinceMs;
  return {
    startedMs,
    get current() {
      return current;
    },
    get aliveMs() {
      return aliveMs;
    },
    enter(stage) {
      const nowMs = now();
      spent[current] += nowMs - sinceMs;
      current = stage;
      sinceMs = nowMs;
      aliveMs = nowMs;
    },
    alive() {
      aliveMs = now();
    },
    spentMs: (stage) => spent[stage] + (stage === current ? now() - sinceMs : 0),
  };
}

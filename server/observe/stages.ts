export const STAGES = ["queue", "engine", "encoder", "reader", "text"] as const;

/** What a speech request waits for: a part of the server, or the client that reads ("reader") or writes ("text"). */
export type Stage = (typeof STAGES)[number];

/** The current stage of a request and the time spent in each stage. Times are milliseconds. */
export interface Stages {
  readonly startedMs: number;
  readonly current: Stage;
  /** Time at which the current stage began or last made progress. */
  readonly aliveMs: number;
  enter(stage: Stage): void;
  /** Reports progress within the current stage. */
  alive(): void;
  /** Returns the total time in `stage` so far. */
  spentMs(stage: Stage): number;
}

/**
 * Creates the stages of one request, which starts in the queue. `now` is a monotonic clock, milliseconds.
 *
 * @example
 * const stages = createStages(() => performance.now());
 * stages.enter("engine");
 * stages.spentMs("queue"); // 0.4
 */
export function createStages(now: () => number): Stages {
  const spent: Record<Stage, number> = { queue: 0, engine: 0, encoder: 0, reader: 0, text: 0 };
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

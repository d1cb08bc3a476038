import { slowed } from "./cost.ts";
import { pick } from "./policy.ts";
import { createRuns, type RunOptions, type ScheduledStream } from "./runs.ts";

export interface Scheduler {
  add(stream: ScheduledStream): void;
  remove(stream: ScheduledStream): void;
  /** Call this when a stream may have become ready for a run. */
  changed(): void;
}

/**
 * Creates the scheduler of a process. The windows that wait while the device runs form the next batch, without a
 * batching delay. Events of one iteration of the event loop lead to one decision. A timer leads to a decision when
 * the lead of a waiting stream has become short.
 *
 * @example
 * const scheduler = createScheduler({ decoder, limits, stats, now: performance.now, onFailedRun: log });
 * scheduler.add(stream); // the stream calls scheduler.changed() when it has tokens and a reader
 */
export function createScheduler(options: RunOptions): Scheduler {
  const { decoder, limits, stats, now } = options;
  const runs = createRuns(options);
  const streams = new Set<ScheduledStream>();
  let inFlight = 0;
  let lastFileMs = -Infinity;
  let isScheduled = false;
  let alarm: ReturnType<typeof setTimeout> | undefined;

  function changed(): void {
    if (isScheduled || inFlight >= decoder.lanes) return;
    isScheduled = true;
    setImmediate(() => {
      isScheduled = false;
      while (inFlight < decoder.lanes && startRun()) continue;
    });
  }

  /** Starts one run. Returns false if the policy decides to wait. */
  function startRun(): boolean {
    clearTimeout(alarm);
    const nowMs = now();
    const waiting = [...streams].filter((stream) => stream.wants);
    const cost = slowed(limits.cost, runs.slowness);
    const device = { ...limits, cost, lanes: decoder.lanes, lastFileMs };
    const { batch, wakeMs } = pick(nowMs, waiting, device);
    if (wakeMs !== null) alarm = setTimeout(changed, Math.max(1, wakeMs - nowMs));
    if (batch.length === 0) return false;
    if (batch.some(({ stream }) => stream.kind === "file")) lastFileMs = nowMs;
    const members = batch.map(({ stream, cut }) => ({ stream, cut, window: stream.cut(cut) }));
    inFlight++;
    void runs.run(members).finally(() => {
      inFlight--;
      changed();
    });
    return true;
  }

  return {
    changed,
    add: (stream) => {
      streams.add(stream);
    },
    remove(stream) {
      if (stream.wants && stream.arrived > stream.position) stats.dropped++;
      streams.delete(stream);
      if (streams.size === 0) clearTimeout(alarm);
    },
  };
}

import { abortReason } from "../streams.ts";

export interface RunOptions<Part> {
  /** When the listener needs the first part, milliseconds; read each time a lane becomes free. */
  readonly deadlineMs: () => number;
  /** Called when a lane begins the job. */
  readonly onBegin?: () => void;
  /** Gets the parts of the result, in order. */
  readonly onPart: (part: Part) => void;
}

/** A job that waits for a lane or runs on one. */
export interface Queued<Job, Part> extends RunOptions<Part> {
  readonly job: Job;
  readonly signal: AbortSignal;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** The jobs that wait for a lane. */
export interface Queue<Job, Part> {
  /** Adds a job. Resolves or rejects with the job; rejects with the abort reason as soon as `signal` aborts. */
  add(job: Job, options: RunOptions<Part>, signal: AbortSignal): Promise<void>;
  /** Removes and returns the job with the earliest deadline; the first of them if several have it. */
  take(): Queued<Job, Part> | undefined;
  /** Removes every job and fails it. */
  fail(error: Error): void;
}

/** Creates an empty queue. `onAdded` is called after each addition. */
export function createQueue<Job, Part>(onAdded: () => void): Queue<Job, Part> {
  const waiting = new Set<Queued<Job, Part>>();
  return {
    async add(job, options, signal) {
      if (signal.aborted) throw abortReason(signal);
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const entry: Queued<Job, Part> = { ...options, job, signal, resolve, reject };
      const leave = (): void => {
        waiting.delete(entry);
        reject(abortReason(signal));
      };
      signal.addEventListener("abort", leave, { once: true });
      waiting.add(entry);
      onAdded();
      try {
        return await promise;
      } finally {
        signal.removeEventListener("abort", leave);
      }
    },
    take() {
      let earliest: Queued<Job, Part> | undefined;
      let earliestMs = Infinity;
      for (const entry of waiting) {
        const deadlineMs = entry.deadlineMs();
        if (earliest !== undefined && deadlineMs >= earliestMs) continue;
        [earliest, earliestMs] = [entry, deadlineMs];
      }
      if (earliest !== undefined) waiting.delete(earliest);
      return earliest;
    },
    fail(error) {
      for (const entry of waiting) entry.reject(error);
      waiting.clear();
    },
  };
}

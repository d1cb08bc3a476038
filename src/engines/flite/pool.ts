import { SpeechError } from "../../errors.ts";
import { messageOf } from "../../message.ts";
import { abortReason } from "../../streams.ts";

/** One thread that runs one job at a time. */
export interface Lane<Job, Result> {
  /** Rejects if the job failed or the lane has ended. */
  run(job: Job): Promise<Result>;
  /** Resolves when the thread has ended. */
  readonly gone: Promise<void>;
  end(): void;
}

export interface Pool<Job, Result> {
  /**
   * Runs `job` on a free lane; queued jobs run in order of `deadlineMs()`, earliest first. An abort dequeues a queued
   * job at once and frees a running job's lane within ABANDON_MS. Throws SpeechError: "decode" if the job or its lane
   * failed, "timeout" after JOB_LIMIT_MS, "aborted" (or the signal's own reason) on abort, "not_ready" after `close`.
   */
  run(job: Job, deadlineMs: () => number, signal: AbortSignal): Promise<Result>;
  /** Returns null while at least one lane is alive, else the error of the last failed start. */
  unready(): SpeechError | null;
  /** Ends every lane and fails the jobs that run or are queued. */
  close(): void;
}

/** Time that an aborted job gets to finish by itself. This is cheaper than a new lane, which must warm up. */
const ABANDON_MS = 100;
/** Time limit of a job. 12 s of speech take 0.2 s on one core, so only a hung synthesizer reaches it, even under load. */
const JOB_LIMIT_MS = 25_000;
/** Delay before a failed start of a replacement lane is retried. */
const REOPEN_MS = 1000;

interface Queued<Job, Result> {
  readonly job: Job;
  readonly deadlineMs: () => number;
  readonly signal: AbortSignal;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Opens `size` lanes and keeps that many alive: a lane that dies, or is ended with its job, is replaced. If a lane fails
 * to open at the start, ends the others and throws its error.
 *
 * @example
 * const pool = await openPool(2, () => openFliteLane(flite));
 * const { samples } = await pool.run(job, () => performance.now() + 300, signal);
 * pool.close();
 */
export async function openPool<Job, Result>(
  size: number,
  openLane: () => Promise<Lane<Job, Result>>,
): Promise<Pool<Job, Result>> {
  const queue = new Set<Queued<Job, Result>>();
  const free: Lane<Job, Result>[] = [];
  const living = new Set<Lane<Job, Result>>();
  let closed = false;
  let lastFailure = "";

  async function add(): Promise<void> {
    const lane = await openLane();
    if (closed) return lane.end();
    living.add(lane);
    void lane.gone.then(() => replace(lane));
    free.push(lane);
    dispatch();
  }

  function replace(lane: Lane<Job, Result>): void {
    living.delete(lane);
    const at = free.indexOf(lane);
    if (at >= 0) free.splice(at, 1);
    reopen();
  }

  function reopen(): void {
    if (closed) return;
    add().catch((error: unknown) => {
      lastFailure = messageOf(error);
      setTimeout(reopen, REOPEN_MS).unref();
    });
  }

  function dispatch(): void {
    while (queue.size > 0 && free.length > 0) {
      const next = earliest(queue);
      const lane = free.pop();
      if (lane === undefined) return;
      queue.delete(next);
      void serve(lane, next);
    }
  }

  async function serve(lane: Lane<Job, Result>, next: Queued<Job, Result>): Promise<void> {
    let timedOut = false;
    let abandoned: Timer | undefined;
    const limit = setTimeout(() => {
      timedOut = true;
      lane.end();
    }, JOB_LIMIT_MS);
    const abandon = (): void => {
      abandoned = setTimeout(() => lane.end(), ABANDON_MS);
    };
    next.signal.addEventListener("abort", abandon, { once: true });
    try {
      next.resolve(await lane.run(next.job));
    } catch (error) {
      next.reject(
        timedOut
          ? new SpeechError(
              "timeout",
              `synthesis of an utterance took more than ${JOB_LIMIT_MS / 1000} s`,
              {
                cause: error,
              },
            )
          : new SpeechError("decode", `the voice failed on an utterance: ${messageOf(error)}`, {
              cause: error,
            }),
      );
    } finally {
      clearTimeout(limit);
      clearTimeout(abandoned);
      next.signal.removeEventListener("abort", abandon);
      if (living.has(lane)) free.push(lane);
      dispatch();
    }
  }

  function close(): void {
    closed = true;
    for (const lane of living) lane.end();
    for (const entry of queue) entry.reject(closedError());
    queue.clear();
  }

  try {
    await Promise.all(Array.from({ length: size }, add));
  } catch (error) {
    close();
    throw error;
  }
  return {
    async run(job, deadlineMs, signal) {
      if (closed) throw closedError();
      if (signal.aborted) throw abortReason(signal);
      const { promise, resolve, reject } = Promise.withResolvers<Result>();
      const entry: Queued<Job, Result> = { job, deadlineMs, signal, resolve, reject };
      const leave = (): void => {
        queue.delete(entry);
        reject(abortReason(signal));
      };
      signal.addEventListener("abort", leave, { once: true });
      queue.add(entry);
      dispatch();
      try {
        return await promise;
      } finally {
        signal.removeEventListener("abort", leave);
      }
    },
    unready: () =>
      living.size > 0
        ? null
        : new SpeechError(
            "not_ready",
            `not ready: no voice worker is alive (${lastFailure || "starting"})`,
            { retryAfterS: 1 },
          ),
    close,
  };
}

function closedError(): SpeechError {
  return new SpeechError("not_ready", "the voice is closed");
}

function earliest<Job, Result>(queue: ReadonlySet<Queued<Job, Result>>): Queued<Job, Result> {
  let best: Queued<Job, Result> | undefined;
  let bestMs = Infinity;
  for (const entry of queue) {
    const deadlineMs = entry.deadlineMs();
    if (best === undefined || deadlineMs < bestMs) {
      best = entry;
      bestMs = deadlineMs;
    }
  }
  if (best === undefined) throw new Error("the queue is empty");
  return best;
}

import { SpeechError } from "../errors.ts";
import { messageOf } from "../message.ts";
import { createQueue, type RunOptions } from "./queue.ts";
import { type Lane, type Running, startJob } from "./running.ts";

export interface Pool<Job, Part> {
  /**
   * Runs `job` on a free lane and passes its parts on, none after an abort. Queued jobs run in order of `deadlineMs()`,
   * earliest first. An abort dequeues a queued job at once and stops a running one. Throws SpeechError: "decode" if the
   * job or its lane failed, "timeout" after `limitMs`, "aborted" (or the signal's own reason) on abort, "not_ready"
   * after `close`.
   */
  run(job: Job, options: RunOptions<Part>, signal: AbortSignal): Promise<void>;
  /**
   * Returns null while at least one lane takes jobs, or a lane that was ended with its job is being replaced: the jobs
   * wait for it. Else returns the reason why no lane takes jobs.
   */
  unready(): SpeechError | null;
  /**
   * Fails the jobs that run or are queued and ends every lane. Lanes that may not be ended within a job, and lanes that
   * are being opened, get CLOSE_MS to stop. Resolves with whether every lane has ended; another one ends itself later.
   */
  close(): Promise<boolean>;
}

export interface PoolOptions<Job, Part> {
  readonly size: number;
  readonly openLane: () => Promise<Lane<Job, Part>>;
  /**
   * Whether a lane may be ended in the middle of a job. If so, an aborted job gets ABANDON_MS to stop, and a hung lane is
   * replaced. If not, as for native code, a lane is free again only when its job has stopped.
   */
  readonly endable: boolean;
  /** Time limit of a job, milliseconds; 25 s by default. */
  readonly limitMs?: number;
}

/** Default. 12 s of speech take 0.2 s on one core, so only a hung synthesizer reaches it, even under load. */
const JOB_LIMIT_MS = 25_000;
/** Time that running jobs get to stop on `close`. A run of a model takes 0.1 s on an idle core. */
const CLOSE_MS = 5000;
/** Delay before a failed start of a replacement lane is retried. */
const REOPEN_MS = 1000;

/**
 * Opens `size` lanes and keeps that many alive: a lane that dies, or is ended with its job, is replaced. If a lane fails
 * to open at the start, waits until the others are open, ends them and throws its error: no lane runs any more then.
 *
 * @example
 * const pool = await openPool({ size: 2, openLane, endable: true });
 * await pool.run(job, { deadlineMs: () => performance.now() + 300, onPart: play }, signal);
 * await pool.close();
 */
export async function openPool<Job, Part>(
  options: PoolOptions<Job, Part>,
): Promise<Pool<Job, Part>> {
  const { size, openLane, endable, limitMs = JOB_LIMIT_MS } = options;
  const queue = createQueue<Job, Part>(dispatch);
  const free: Lane<Job, Part>[] = [];
  const living = new Set<Lane<Job, Part>>();
  const running = new Set<Running>();
  /** Lanes that are being opened. They can run native code, so `close` waits for them. */
  const opening = new Set<Promise<void>>();
  let closed = false;
  let lastFailure = "";

  function add(): Promise<void> {
    const added = addOne().finally(() => opening.delete(added));
    opening.add(added);
    return added;
  }

  async function addOne(): Promise<void> {
    const lane = await openLane();
    lastFailure = "";
    if (closed) return lane.end();
    living.add(lane);
    void lane.gone.then(() => replace(lane));
    free.push(lane);
    dispatch();
  }

  function replace(lane: Lane<Job, Part>): void {
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
    while (free.length > 0) {
      const entry = queue.take();
      if (entry === undefined) return;
      const lane = free.pop()!;
      const job = startJob(lane, entry, { endable, limitMs });
      running.add(job);
      void job.stopped.then(() => {
        running.delete(job);
        if (closed) lane.end();
        else if (living.has(lane)) free.push(lane);
        dispatch();
      });
    }
  }

  async function close(): Promise<boolean> {
    closed = true;
    queue.fail(closedError());
    for (const lane of free) lane.end();
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const limit = setTimeout(resolve, CLOSE_MS);
    const stopped = [...running].map((job) => job.fail(closedError()));
    await Promise.race([Promise.allSettled([...stopped, ...opening]), late]);
    clearTimeout(limit);
    return running.size + opening.size === 0;
  }

  function unready(): SpeechError | null {
    const hung = [...running].filter((job) => job.hung).length;
    const isReplaced = opening.size > 0 && lastFailure === "" && !closed;
    if (living.size > hung || isReplaced) return null;
    const why = living.size > 0 ? "each one hangs in a job" : lastFailure || "closed";
    const message = `not ready: no voice worker is alive (${why})`;
    return new SpeechError("not_ready", message, { retryAfterS: 1 });
  }

  const added = await Promise.allSettled(Array.from({ length: size }, add));
  const failed = added.find((result) => result.status === "rejected");
  if (failed !== undefined) {
    await close();
    throw failed.reason;
  }
  return {
    async run(job, runOptions, signal) {
      if (closed) throw closedError();
      await queue.add(job, runOptions, signal);
    },
    unready,
    close,
  };
}

function closedError(): SpeechError {
  return new SpeechError("not_ready", "the voice is closed");
}

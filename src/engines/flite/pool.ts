import { abortReason } from "../../streams.ts";
import { SpeechError } from "../../errors.ts";

/** One thread: runs one job at a time. `run` rejects when the job failed; `gone` resolves when the thread is no more. */
export interface Lane<Job, Result> {
  run(job: Job): Promise<Result>;
  readonly gone: Promise<void>;
  end(): void;
}

export interface Pool<Job, Result> {
  /**
   * Runs `job` on a free lane; of those that wait, the one whose `deadlineMs()` is nearest goes first. An abort takes a
   * waiting job out at once and frees a running job's lane within ABANDON_MS. Throws SpeechError: "decode" when the job
   * or its lane failed, "timeout" when it ran too long, "aborted" (or the signal's own reason) on abort.
   */
  run(job: Job, deadlineMs: () => number, signal: AbortSignal): Promise<Result>;
  /** null while at least one lane lives, else why none does. */
  unready(): SpeechError | null;
  close(): void;
}

/** An abandoned job may end by itself for so long: cheaper than a new lane, which must warm up. */
const ABANDON_MS = 100;
/** 12 s of speech take 0.2 s on one core: only a synthesizer that hangs takes so long, however starved the machine. */
const JOB_LIMIT_MS = 25_000;
/** A lane that can't even start is tried again after this time. */
const REOPEN_MS = 1000;

interface Waiting<Job, Result> {
  readonly job: Job;
  readonly deadlineMs: () => number;
  readonly signal: AbortSignal;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/** Opens `size` lanes and keeps that many alive: one that dies, or is ended with its job, is replaced. */
export async function openPool<Job, Result>(
  size: number,
  openLane: () => Promise<Lane<Job, Result>>,
): Promise<Pool<Job, Result>> {
  const waiting = new Set<Waiting<Job, Result>>();
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
    if (!closed) reopen();
  }

  function reopen(): void {
    add().catch((error: unknown) => {
      lastFailure = String(error);
      if (!closed) setTimeout(reopen, REOPEN_MS);
    });
  }

  function dispatch(): void {
    while (waiting.size > 0 && free.length > 0) {
      const next = earliest(waiting);
      const lane = free.pop();
      if (lane === undefined) return;
      waiting.delete(next);
      void serve(lane, next);
    }
  }

  async function serve(lane: Lane<Job, Result>, next: Waiting<Job, Result>): Promise<void> {
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
          ? new SpeechError("timeout", `an utterance took more than ${JOB_LIMIT_MS / 1000} s`, {
              cause: error,
            })
          : new SpeechError("decode", `the voice failed on an utterance: ${String(error)}`, {
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

  await Promise.all(Array.from({ length: size }, add));
  return {
    async run(job, deadlineMs, signal) {
      if (signal.aborted) throw abortReason(signal);
      const { promise, resolve, reject } = Promise.withResolvers<Result>();
      const entry: Waiting<Job, Result> = { job, deadlineMs, signal, resolve, reject };
      const leave = (): void => {
        waiting.delete(entry);
        reject(abortReason(signal));
      };
      signal.addEventListener("abort", leave, { once: true });
      waiting.add(entry);
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
            `not ready: no voice worker is alive: ${lastFailure || "starting"}`,
            { retryAfterS: 1 },
          ),
    close() {
      closed = true;
      for (const lane of living) lane.end();
      for (const entry of waiting)
        entry.reject(new SpeechError("not_ready", "the voice is closed"));
      waiting.clear();
    },
  };
}

function earliest<Job, Result>(waiting: ReadonlySet<Waiting<Job, Result>>): Waiting<Job, Result> {
  let best: Waiting<Job, Result> | undefined;
  let bestMs = Infinity;
  for (const entry of waiting) {
    const deadlineMs = entry.deadlineMs();
    if (best === undefined || deadlineMs < bestMs) {
      best = entry;
      bestMs = deadlineMs;
    }
  }
  if (best === undefined) throw new Error("earliest of none");
  return best;
}

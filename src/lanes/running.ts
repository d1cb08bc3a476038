import { SpeechError } from "../errors.ts";
import { messageOf } from "../message.ts";
import type { Queued } from "./queue.ts";

/** One thread that runs one job at a time. */
export interface Lane<Job, Part> {
  /** Resolves when the job is complete or has been stopped. Rejects if the job failed or the lane has ended. */
  run(job: Job, onPart: (part: Part) => void): Promise<void>;
  /** Asks the running job to stop. A lane that does not look for this request completes the job. */
  stop(): void;
  /** Resolves when the thread has ended. */
  readonly gone: Promise<void>;
  end(): void;
}

/** A job on its lane. */
export interface Running {
  /** Whether the job has run for the limit on a lane that may not be ended. */
  readonly hung: boolean;
  /** Resolves when the lane has stopped the job; never rejects. */
  readonly stopped: Promise<void>;
  /** Fails the job and stops it. Returns `stopped`. */
  fail(error: Error): Promise<void>;
}

/** Time that an aborted job gets to finish by itself. This is cheaper than a new lane, which must warm up. */
const ABANDON_MS = 100;
/** How jobs of a pool end. */
export interface Ends {
  /** Whether a lane may be ended in the middle of a job. */
  readonly endable: boolean;
  /** Time limit of a job. */
  readonly limitMs: number;
}

/**
 * Runs a job on `lane` and settles it. The job fails with SpeechError "decode" if the lane fails and "timeout" after
 * the limit. If the lane is `endable`, it is ended after the time limit, and ABANDON_MS after an abort.
 */
export function startJob<Job, Part>(
  lane: Lane<Job, Part>,
  { job, signal, onBegin, onPart, resolve, reject }: Queued<Job, Part>,
  { endable, limitMs }: Ends,
): Running {
  let [failed, hung] = [false, false];
  const stop = (): void => {
    failed = true;
    lane.stop();
  };
  const limit = setTimeout(() => {
    reject(timeoutError(limitMs));
    stop();
    if (endable) lane.end();
    else hung = true;
  }, limitMs);
  let abandoned: Timer | undefined;
  const abandon = (): void => {
    stop();
    if (endable) abandoned = setTimeout(() => lane.end(), ABANDON_MS);
  };
  signal.addEventListener("abort", abandon, { once: true });
  onBegin?.();
  const complete = lane.run(job, (part) => {
    if (!failed) onPart(part);
  });
  const stopped = complete
    .then(resolve, (error: unknown) => reject(jobError(error)))
    .finally(() => {
      clearTimeout(limit);
      clearTimeout(abandoned);
      signal.removeEventListener("abort", abandon);
    });
  return {
    get hung() {
      return hung;
    },
    stopped,
    fail(error) {
      reject(error);
      stop();
      if (endable) lane.end();
      return stopped;
    },
  };
}

function timeoutError(limitMs: number): SpeechError {
  const message = `synthesis of an utterance took more than ${limitMs / 1000} s`;
  return new SpeechError("timeout", message);
}

function jobError(cause: unknown): SpeechError {
  const message = `the voice failed on an utterance: ${messageOf(cause)}`;
  return new SpeechError("decode", message, { cause });
}

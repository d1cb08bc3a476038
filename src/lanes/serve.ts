import { getPriority, setPriority } from "node:os";
import { messageOf } from "../message.ts";

/** Messages to the Worker: the opening, then jobs. Each is answered before the next is sent. */
export type ToWorker<Opening, Job> =
  | { readonly kind: "open"; readonly opening: Opening; readonly stopFlag: Int32Array }
  | { readonly kind: "run"; readonly job: Job };
/** Answers of the Worker: any number of parts of a job, then "done" or "failed". */
export type FromWorker<Part> =
  | { readonly kind: "part"; readonly part: Part }
  | { readonly kind: "done" }
  | { readonly kind: "failed"; readonly message: string };

/** Yields the parts of a job. Returns early soon after `stopped()` has become true. */
type RunJob<Job, Part> = (job: Job, stopped: () => boolean) => Iterable<Part>;

/** Prepares the Worker and returns the function that runs its jobs. */
type OpenJobs<Opening, Job, Part> = (opening: Opening) => RunJob<Job, Part>;

declare const self: Worker;

/** Niceness added to the event loop's. If both compete, a Worker gets about a third of the event loop's CPU time. */
const NICER = 5;
const NICEST = 19;

/**
 * Serves jobs in a Worker. The message of an error is sent to the lane, and the Worker stays alive. The samples of a part
 * are transferred, not copied.
 */
export function serveLane<Opening, Job, Part extends { readonly samples: Float32Array }>(
  open: OpenJobs<Opening, Job, Part>,
): void {
  // If there are few processors, the event loop needs priority. Only Linux has a niceness for each thread.
  if (process.platform === "linux") setPriority(Math.min(NICEST, getPriority() + NICER));
  let runJob: RunJob<Job, Part> | undefined;
  let stopped = (): boolean => false;

  function handle(message: ToWorker<Opening, Job>): void {
    if (message.kind === "open") {
      stopped = () => Atomics.load(message.stopFlag, 0) !== 0;
      runJob = open(message.opening);
      return;
    }
    if (runJob === undefined) throw new Error("a job arrived before the opening");
    for (const part of runJob(message.job, stopped)) {
      // The type allows a SharedArrayBuffer, but samples are allocated for their part.
      const transfer = [part.samples.buffer as ArrayBuffer];
      self.postMessage({ kind: "part", part } satisfies FromWorker<Part>, transfer);
      if (stopped()) return;
    }
  }

  self.addEventListener("message", ({ data }: MessageEvent<ToWorker<Opening, Job>>) => {
    let answer: FromWorker<Part> = { kind: "done" };
    try {
      handle(data);
    } catch (error) {
      answer = { kind: "failed", message: messageOf(error) };
    }
    self.postMessage(answer);
  });
}

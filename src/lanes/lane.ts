import type { Lane } from "./running.ts";
import type { FromWorker, ToWorker } from "./serve.ts";

export interface LaneOptions<Opening> {
  /** Creates a Worker whose module calls `serveLane`. */
  readonly spawn: () => Worker;
  /** What the Worker needs before its first job; posted to it. */
  readonly opening: Opening;
  /** Called when the running job is to stop, for work that can't look at `stopped`. */
  readonly onStop?: () => void;
}

/** Starts a Worker, posts the opening, and waits until the Worker is ready. Throws if the Worker fails or ends. */
export async function openLane<Opening, Job, Part>({
  spawn,
  opening,
  onStop,
}: LaneOptions<Opening>): Promise<Lane<Job, Part>> {
  const worker = spawn();
  const stopFlag = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const gone = Promise.withResolvers<void>();
  let answer: PromiseWithResolvers<void> | undefined;
  let take: (part: Part) => void = () => {};
  let dead: Error | undefined;

  function die(error: Error): void {
    dead ??= error;
    // The lane's owner must know that the lane is gone before its job fails, else it would reuse the lane.
    gone.resolve();
    answer?.reject(dead);
  }
  /** Rejects also if the message can't be posted. */
  async function ask(message: ToWorker<Opening, Job>): Promise<void> {
    if (dead !== undefined) throw dead;
    answer = Promise.withResolvers();
    worker.postMessage(message);
    await answer.promise;
  }

  worker.addEventListener("message", ({ data }: MessageEvent<FromWorker<Part>>) => {
    if (data.kind === "part") take(data.part);
    else if (data.kind === "done") answer?.resolve();
    else answer?.reject(new Error(data.message));
  });
  worker.addEventListener("error", (event) => {
    event.preventDefault();
    die(new Error(`the voice worker crashed: ${event.message}`));
    worker.terminate();
  });
  // A Worker that exits causes no error event.
  worker.addEventListener("close", () => die(new Error("the voice worker ended")));

  try {
    await ask({ kind: "open", opening, stopFlag });
  } catch (error) {
    worker.terminate();
    throw error;
  }
  return {
    gone: gone.promise,
    run(job, onPart) {
      take = onPart;
      Atomics.store(stopFlag, 0, 0);
      return ask({ kind: "run", job });
    },
    stop() {
      Atomics.store(stopFlag, 0, 1);
      onStop?.();
    },
    end() {
      die(new Error("the voice worker was ended"));
      worker.terminate();
    },
  };
}

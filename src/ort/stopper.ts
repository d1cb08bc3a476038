import { NO_GRAPH_ID } from "./cuda.ts";
import type { Handle, Ort } from "./ort.ts";
import { runOptions } from "./tensor.ts";

/** Stops the runs of a model in another thread. */
export interface Stopper {
  /** The options that the model's runs share (see `ortModel`). Can be posted to a Worker. */
  readonly options: Handle;
  /** Makes the present run throw within one operation of the graph, some milliseconds. Without a run it has no effect. */
  stop(): void;
  /** Releases the options. No run may use them any more. */
  close(): void;
}

/** Creates a stopper for the runs of one thread. */
export function createStopper(ort: Ort): Stopper {
  const options = runOptions(ort, NO_GRAPH_ID);
  let closed = false;
  return {
    options,
    stop() {
      if (!closed) ort.call("RunOptionsSetTerminate", options);
    },
    close() {
      if (!closed) ort.release("RunOptions", options);
      closed = true;
    },
  };
}

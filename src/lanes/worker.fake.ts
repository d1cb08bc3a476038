/** A Worker for tests of lanes. Its jobs are words that say what to do. */
import { serveLane } from "./serve.ts";

export type FakeJob = "speak" | "fail" | "crash" | "exit" | "until stopped";

serveLane<string, FakeJob, { readonly samples: Float32Array }>((opening) => {
  if (opening === "broken") throw new Error("the opening is broken");
  return function* (job, stopped) {
    yield { samples: Float32Array.of(1, 2) };
    if (job === "fail") throw new Error("the job failed");
    // An error outside the job's own steps ends the Worker.
    if (job === "crash") queueMicrotask(() => crash());
    if (job === "exit") process.exit(0);
    if (job === "until stopped") while (!stopped());
    yield { samples: Float32Array.of(3) };
  };
});

function crash(): never {
  throw new Error("crashed on purpose");
}

import type { Lane } from "./pool.ts";
import type { FliteJob } from "./synthesizer.ts";
import type { FromWorker, ToWorker } from "./worker.ts";

/** Starts a Worker, gives it the compiled module, and waits until it has warmed up. */
export async function openFliteLane(
  flite: WebAssembly.Module,
): Promise<Lane<FliteJob, Float32Array>> {
  const worker = new Worker(new URL("./worker.ts", import.meta.url).href);
  const gone = Promise.withResolvers<void>();
  let pending: PromiseWithResolvers<FromWorker> | undefined;
  let dead: Error | undefined;

  function die(error: Error): void {
    dead ??= error;
    pending?.reject(dead);
    gone.resolve();
  }
  function ask(message: ToWorker): Promise<FromWorker> {
    pending = Promise.withResolvers();
    if (dead === undefined) worker.postMessage(message);
    else pending.reject(dead);
    return pending.promise;
  }

  worker.addEventListener("message", (event: MessageEvent<FromWorker>) =>
    pending?.resolve(event.data),
  );
  worker.addEventListener("error", (event) => {
    event.preventDefault();
    die(new Error(`the voice worker crashed: ${event.message}`));
    worker.terminate();
  });
  // An uncaught throw or an exit closes a Worker without any other word.
  worker.addEventListener("close", () => die(new Error("the voice worker ended")));

  const first = await ask({ flite });
  if (first.kind !== "ready") {
    worker.terminate();
    throw new Error(
      first.kind === "failed" ? first.message : "the voice worker did not become ready",
    );
  }
  return {
    gone: gone.promise,
    async run(job) {
      const answer = await ask({ job });
      if (answer.kind === "said") return answer.samples;
      throw new Error(
        answer.kind === "failed" ? answer.message : "the voice worker lost its place",
      );
    },
    end() {
      die(new Error("the voice worker was ended"));
      worker.terminate();
    },
  };
}

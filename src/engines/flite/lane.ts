import type { Lane } from "./pool.ts";
import type { FliteJob, Spoken } from "./synthesizer.ts";
import type { FromWorker, ToWorker } from "./worker.ts";

/** Starts a Worker, posts the compiled module, and waits for the warm-up. Throws if the Worker fails or ends. */
export async function openFliteLane(flite: WebAssembly.Module): Promise<Lane<FliteJob, Spoken>> {
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
  // A Worker that exits causes no error event.
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
      if (answer.kind === "spoken") return answer.spoken;
      throw new Error(
        answer.kind === "failed"
          ? answer.message
          : `the voice worker sent an unexpected reply: ${answer.kind}`,
      );
    },
    end() {
      die(new Error("the voice worker was ended"));
      worker.terminate();
    },
  };
}

import { getPriority, setPriority } from "node:os";
import { messageOf } from "../../message.ts";
import { type FliteJob, say, type Spoken } from "./synthesizer.ts";

/** Messages to the Worker: first the compiled module, then jobs. Each is answered before the next is sent. */
export type ToWorker = { readonly flite: WebAssembly.Module } | { readonly job: FliteJob };
export type FromWorker =
  | { readonly kind: "ready" }
  | { readonly kind: "spoken"; readonly spoken: Spoken }
  | { readonly kind: "failed"; readonly message: string };

declare const self: Worker;

/** Spoken once before the first job, because the first run of the module compiles its code with optimisation. */
const WARM_UP: FliteJob = { text: "ready", words: ["ready"], voice: "slt", speed: 1 };

/** Niceness added to the event loop's. If both compete, a Worker gets about a third of the event loop's CPU time. */
const NICER = 5;
const NICEST = 19;

let flite: WebAssembly.Module | undefined;

// If there are few processors, the event loop needs priority. Only Linux has a niceness for each thread.
if (process.platform === "linux") setPriority(Math.min(NICEST, getPriority() + NICER));

self.addEventListener("message", (event: MessageEvent<ToWorker>) => {
  const message = event.data;
  if ("flite" in message) {
    flite = message.flite;
    answer(WARM_UP, (): FromWorker => ({ kind: "ready" }));
  } else {
    answer(message.job, (spoken) => ({ kind: "spoken", spoken }));
  }
});

function answer(job: FliteJob, reply: (spoken: Spoken) => FromWorker): void {
  try {
    if (flite === undefined) throw new Error("a job arrived before the compiled module");
    const spoken = say(flite, job);
    // The type allows a SharedArrayBuffer, but `say` allocates the samples.
    self.postMessage(reply(spoken), [spoken.samples.buffer as ArrayBuffer]);
  } catch (error) {
    self.postMessage({ kind: "failed", message: messageOf(error) } satisfies FromWorker);
  }
}

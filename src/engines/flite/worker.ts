import { getPriority, setPriority } from "node:os";
import { messageOf } from "../../message.ts";
import { type FliteJob, say, type Spoken } from "./synthesizer.ts";

/** The compiled module first, then jobs; each message is answered before the next is sent. */
export type ToWorker = { readonly flite: WebAssembly.Module } | { readonly job: FliteJob };
export type FromWorker =
  | { readonly kind: "ready" }
  | { readonly kind: "spoken"; readonly spoken: Spoken }
  | { readonly kind: "failed"; readonly message: string };

declare const self: Worker;

/** Spoken once before the first job: the module's code is compiled with optimisation when it first runs. */
const WARM_UP: FliteJob = { text: "ready", words: ["ready"], voice: "slt", speed: 1 };

/** Niceness above the event loop's: about a third of its processor time where both compete. */
const NICER = 5;
const NICEST = 19;

let flite: WebAssembly.Module | undefined;

// The event loop has priority on few processors. On Linux niceness is per thread, elsewhere per process.
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
    if (flite === undefined) throw new Error("a job came before the module");
    const spoken = say(flite, job);
    // The type allows a SharedArrayBuffer, but `say` allocates the samples.
    self.postMessage(reply(spoken), [spoken.samples.buffer as ArrayBuffer]);
  } catch (error) {
    self.postMessage({ kind: "failed", message: messageOf(error) } satisfies FromWorker);
  }
}

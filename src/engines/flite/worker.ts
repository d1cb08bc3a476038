import { getPriority, setPriority } from "node:os";
import { type FliteJob, say } from "./synthesizer.ts";

/** The first message brings the compiled module, each later one a job; each is answered before the next is sent. */
export type ToWorker = { readonly flite: WebAssembly.Module } | { readonly job: FliteJob };
export type FromWorker =
  | { readonly kind: "ready" }
  | { readonly kind: "said"; readonly samples: Float32Array }
  | { readonly kind: "failed"; readonly message: string };

declare const self: Worker;

/** Said once before the first job: the module's code is compiled in earnest when it first runs. */
const WARM_UP: FliteJob = { text: "ready", voice: "slt", speed: 1 };

/** Steps of niceness above the event loop's: a third of the processor time of one who competes. */
const NICER = 5;
const NICEST = 19;

let flite: WebAssembly.Module | undefined;

// The event loop goes first where processors are few. On Linux niceness is a thread's own, elsewhere the process's.
if (process.platform === "linux") setPriority(Math.min(NICEST, getPriority() + NICER));

self.addEventListener("message", (event: MessageEvent<ToWorker>) => {
  const message = event.data;
  if ("flite" in message) {
    flite = message.flite;
    answer(WARM_UP, (): FromWorker => ({ kind: "ready" }));
  } else {
    answer(message.job, (samples) => ({ kind: "said", samples }));
  }
});

function answer(job: FliteJob, reply: (samples: Float32Array) => FromWorker): void {
  try {
    if (flite === undefined) throw new Error("a job came before the module");
    const samples = say(flite, job);
    const message = reply(samples);
    self.postMessage(message, message.kind === "said" ? [samples.buffer as ArrayBuffer] : []);
  } catch (error) {
    self.postMessage({ kind: "failed", message: String(error) } satisfies FromWorker);
  }
}

/** Runs a decoder in its own thread, because ONNX Runtime's run call blocks. */
import { messageOf } from "../../message.ts";
import type { RunBuffers, RunMemory } from "./buffers.ts";
import { openNodeModel } from "../../ort/nodeModel.ts";
import { loadOrt } from "../../ort/ort.ts";
import { bindRun } from "./bindRun.ts";
import { openCudaCopy } from "../../ort/cudaCopy.ts";
import { bindGraphs } from "./bindGraphs.ts";
import { decoderModel } from "./form.ts";
import { runNodeModel } from "./nodeRun.ts";
import type { WorkerOpening } from "./session.ts";

/** Requests to the Worker: first "open", then one "run" at a time, finally "close". */
export type WorkerRequest =
  | { readonly kind: "open"; readonly opening: WorkerOpening }
  | {
      readonly kind: "run";
      readonly batch: number;
      readonly tokens: number;
      /** Null: the memory of the previous run. */
      readonly memory: RunMemory | null;
    }
  | { readonly kind: "close" };

/** The answer to one request. `error` is the runtime's text, or null on success. */
export interface WorkerReply {
  readonly error: string | null;
}

interface Runner {
  run(buffers: RunBuffers): void | Promise<void>;
  close(): void | Promise<void>;
}

declare const self: Worker;

let runner: Runner | null = null;
let memory: RunMemory | null = null;
/** Resolves when the previous request has been answered, so that answers keep the order of requests. */
let previous: Promise<void> = Promise.resolve();

self.addEventListener("message", ({ data }: MessageEvent<WorkerRequest>) => {
  previous = previous.then(async () => {
    const reply: WorkerReply = { error: await errorOf(() => handle(data)) };
    self.postMessage(reply);
  });
});

async function handle(request: WorkerRequest): Promise<void> {
  if (request.kind === "open") runner = await openRunner(request.opening);
  else if (!runner) throw new Error("the decoder is not open");
  else if (request.kind === "run") await runner.run(buffersOf(request));
  else await runner.close();
}

function buffersOf(request: Extract<WorkerRequest, { kind: "run" }>): RunBuffers {
  memory = request.memory ?? memory;
  if (memory === null) throw new Error("the decoder's first run has no memory");
  return { memory, batch: request.batch, tokens: request.tokens };
}

async function openRunner(opening: WorkerOpening): Promise<Runner> {
  const { form } = opening;
  if (opening.kind === "bound") {
    const { session, graphs, deviceId } = opening;
    const ort = loadOrt(opening.libraryPath);
    if (graphs.length === 0) return bindRun(ort, session, form);
    const device = { memory: "Cuda", deviceId, copy: openCudaCopy(deviceId) };
    return bindGraphs(ort, { session, form, shapes: graphs }, device);
  }
  const model = await openNodeModel(opening.file, opening.threads);
  const decoder = decoderModel(model);
  return { run: (buffers) => runNodeModel(decoder, form, buffers), close: () => model.close() };
}

async function errorOf(act: () => Promise<void>): Promise<string | null> {
  try {
    await act();
    return null;
  } catch (error) {
    return messageOf(error);
  }
}

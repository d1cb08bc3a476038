import { NO_GRAPH_ID, type RunShape } from "../../ort/cuda.ts";
import { cString, type Handle, type Ort } from "../../ort/ort.ts";
import { runOptions, sharedTensors } from "../../ort/tensor.ts";
import { rowSamples, type RunBuffers } from "./buffers.ts";
import type { DecoderForm } from "./form.ts";

/** A session whose input and output are bound to shared memory. Only one thread at a time can use it. */
export interface BoundRun {
  /** Blocks until the audio is written. Throws an Error with ORT's text. */
  run(buffers: RunBuffers): void;
  close(): void;
}

/** Binds `session` to shared memory. Two bindings of one session can run concurrently in two threads. */
export function bindRun(ort: Ort, session: Handle, form: DecoderForm): BoundRun {
  const binding = ort.make("CreateIoBinding", session);
  const options = runOptions(ort, NO_GRAPH_ID);
  const tensors = sharedTensors(ort);
  const [inputName, outputName] = [cString(form.input), cString(form.output)];
  const codeBytes = form.codeBits / 8;
  const runRows = (buffers: RunBuffers, firstRow: number, batch: number): void => {
    const { tokens } = buffers;
    const samples = rowSamples(form, tokens);
    const dims = runDims(form, { batch, tokens });
    const element = form.codeBits === 64 ? "int64" : "int32";
    const input = tensors.make(buffers.memory.codes, firstRow * tokens * codeBytes, {
      element,
      dims: dims.codes,
    });
    const output = tensors.make(buffers.memory.audio, firstRow * samples * 4, {
      element: "float32",
      dims: dims.audio,
    });
    try {
      ort.call("BindInput", binding, inputName, input);
      ort.call("BindOutput", binding, outputName, output);
      ort.call("RunWithBinding", session, options, binding);
    } finally {
      ort.release("Value", input);
      ort.release("Value", output);
    }
  };
  return {
    run(buffers) {
      if (form.batches) return runRows(buffers, 0, buffers.batch);
      for (let row = 0; row < buffers.batch; row++) runRows(buffers, row, 1);
    },
    close() {
      ort.release("IoBinding", binding);
      ort.release("RunOptions", options);
      tensors.close();
    },
  };
}

/** Returns the dimensions of the code and audio tensors of a run. */
export function runDims(
  form: DecoderForm,
  { batch, tokens }: RunShape,
): { readonly codes: readonly number[]; readonly audio: readonly number[] } {
  const samples = rowSamples(form, tokens);
  const audio = form.outputRank === 3 ? [batch, 1, samples] : [batch, samples];
  return { codes: [batch, 1, tokens], audio };
}

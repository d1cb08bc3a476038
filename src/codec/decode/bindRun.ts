import { NO_GRAPH_ID, type RunShape } from "../../ort/cuda.ts";
import type { Handle, Ort } from "../../ort/ort.ts";
import { makeTensor, runOptions } from "../../ort/tensor.ts";
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
  const codeBytes = form.codeBits / 8;
  const runRows = (buffers: RunBuffers, firstRow: number, batch: number): void => {
    const { tokens } = buffers;
    const samples = rowSamples(form, tokens);
    const codes = part(buffers.codes, firstRow * tokens * codeBytes, batch * tokens * codeBytes);
    const audio = part(buffers.audio, firstRow * samples * 4, batch * samples * 4);
    const dims = runDims(form, { batch, tokens });
    const element = form.codeBits === 64 ? "int64" : "int32";
    const input = makeTensor(ort, codes, { element, dims: dims.codes });
    const output = makeTensor(ort, audio, { element: "float32", dims: dims.audio });
    try {
      ort.call("BindInput", binding, form.input, input);
      ort.call("BindOutput", binding, form.output, output);
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

function part(buffer: SharedArrayBuffer, offset: number, bytes: number): Uint8Array {
  return new Uint8Array(buffer, offset, bytes);
}

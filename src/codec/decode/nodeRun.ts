import type { RunBuffers } from "./buffers.ts";
import type { DecoderForm, DecoderModel } from "./form.ts";

/**
 * Decodes the codes in `buffers`. All rows share one run if the form allows that, otherwise each row has its own run.
 */
export async function runNodeModel(
  model: DecoderModel,
  form: DecoderForm,
  buffers: RunBuffers,
): Promise<void> {
  const { batch, tokens } = buffers;
  const rows = form.batches ? batch : 1;
  const audio = new Float32Array(buffers.memory.audio);
  for (let row = 0, at = 0; row < batch; row += rows) {
    const offset = (row * tokens * form.codeBits) / 8;
    const bytes = buffers.memory.codes.slice(offset, offset + (rows * tokens * form.codeBits) / 8);
    const codes = form.codeBits === 64 ? new BigInt64Array(bytes) : new Int32Array(bytes);
    const { samples } = await model.run(codes, [rows, 1, tokens]);
    audio.set(samples, at);
    at += samples.length;
  }
}

import type { InferenceSession } from "onnxruntime-node";
import type { DecoderForm, Model, TensorInfo } from "../codec/decode/form.ts";
import type { RunBuffers } from "../codec/decode/buffers.ts";

/**
 * The way out where the C library can't be bound: onnxruntime-node's own binding, CPU only. It copies every
 * tensor, and a session opened in a Worker is not freed when that Worker is killed.
 */
export interface NodeModel extends Model {
  close(): Promise<void>;
}

/** Opens the model in `file`. Throws the runtime's own text. */
export async function openNodeModel(file: string, threads: number): Promise<NodeModel> {
  // Loaded only where it is needed: its native part is a second binding to the same library.
  const { InferenceSession, Tensor } = await import("onnxruntime-node");
  const session = await InferenceSession.create(file, { intraOpNumThreads: threads });
  const [inputs, outputs] = [session.inputMetadata, session.outputMetadata].map((all) =>
    all.map(tensorInfo),
  );
  return {
    inputs: inputs!,
    outputs: outputs!,
    async run(codes, dims) {
      const element = codes instanceof Int32Array ? "int32" : "int64";
      const feeds = { [session.inputNames[0]!]: new Tensor(element, codes, dims) };
      const result = (await session.run(feeds))[session.outputNames[0]!]!;
      return { dims: result.dims, samples: result.data as Float32Array };
    },
    close: () => session.release(),
  };
}

/** Decodes what is in `buffers`, all rows at once or one by one as the form asks. */
export async function runNodeModel(
  model: NodeModel,
  form: DecoderForm,
  buffers: RunBuffers,
): Promise<void> {
  const { batch, tokens } = buffers;
  const rows = form.batches ? batch : 1;
  const audio = new Float32Array(buffers.audio);
  for (let row = 0, at = 0; row < batch; row += rows) {
    const offset = (row * tokens * form.codeBits) / 8;
    const bytes = buffers.codes.slice(offset, offset + (rows * tokens * form.codeBits) / 8);
    const codes = form.codeBits === 64 ? new BigInt64Array(bytes) : new Int32Array(bytes);
    const { samples } = await model.run(codes, [rows, 1, tokens]);
    audio.set(samples, at);
    at += samples.length;
  }
}

function tensorInfo(meta: InferenceSession.ValueMetadata): TensorInfo {
  if (!meta.isTensor) return { name: meta.name, element: "not a tensor", dims: [] };
  const dims = meta.shape.map((size) => (typeof size === "number" ? size : -1));
  return { name: meta.name, element: meta.type, dims };
}

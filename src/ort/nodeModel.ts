import type { InferenceSession, Tensor as OnnxTensor } from "onnxruntime-node";
import { tensorNamed } from "./model.ts";
import type { Model, NamedTensors, Tensor, TensorInfo } from "./model.ts";

/**
 * A model that runs through onnxruntime-node's own binding, on the CPU only. The binding copies every tensor, and a
 * session opened in a Worker leaks when that Worker is terminated.
 */
export interface NodeModel extends Model {
  /** Runs the model on a thread of the runtime, not on the event loop. */
  run(inputs: NamedTensors): Promise<NamedTensors>;
  close(): Promise<void>;
}

/**
 * Opens the model in `file`. Throws an Error with the runtime's text.
 *
 * @example
 * const model = await openNodeModel("encoder.onnx", 4);
 * const { codes } = await model.run({ audio: { data: samples, dims: [1, samples.length] } });
 */
export async function openNodeModel(file: string, threads: number): Promise<NodeModel> {
  // Imported on demand, because the package's native part is a second binding to the same library.
  const { InferenceSession, Tensor } = await import("onnxruntime-node");
  const session = await InferenceSession.create(file, { intraOpNumThreads: threads });
  const [inputs, outputs] = [session.inputMetadata, session.outputMetadata].map((side) =>
    side.map(tensorInfo),
  );
  return {
    inputs: inputs!,
    outputs: outputs!,
    async run(tensors) {
      const feeds = inputs!.map(({ name, element }) => {
        const { data, dims } = tensorNamed(tensors, name);
        // The constructor has one overload per element type; the runtime checks the data against the type.
        return [name, new Tensor(element as "float32", data as Float32Array, dims)] as const;
      });
      const results = await session.run(Object.fromEntries(feeds));
      return Object.fromEntries(
        Object.entries(results).map(([name, tensor]) => [name, tensorOf(tensor, name)]),
      );
    },
    close: () => session.release(),
  };
}

function tensorOf({ type, data, dims }: OnnxTensor, name: string): Tensor {
  if (data instanceof Float32Array || data instanceof Int32Array || data instanceof BigInt64Array)
    return { data, dims };
  throw new Error(`Expected output ${name} to be float32, int32 or int64, got ${type}`);
}

function tensorInfo(meta: InferenceSession.ValueMetadata): TensorInfo {
  if (!meta.isTensor) return { name: meta.name, element: "not a tensor", dims: [] };
  const dims = meta.shape.map((size) => (typeof size === "number" ? size : -1));
  return { name: meta.name, element: meta.type, dims };
}

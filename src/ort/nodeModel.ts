import type { InferenceSession, Tensor as OnnxTensor } from "onnxruntime-node";
import { tensorNamed } from "./model.ts";
import type { Model, NamedTensors, Tensor, TensorInfo } from "./model.ts";

/**
 * A model run by onnxruntime-node's own binding, CPU only. It copies every tensor, and a session opened in a Worker
 * is not freed when that Worker is terminated.
 */
export interface NodeModel extends Model {
  /** Runs on a thread of the runtime: the event loop stays free. */
  run(inputs: NamedTensors): Promise<NamedTensors>;
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
    async run(given) {
      const feeds = inputs!.map(({ name, element }) => {
        const { data, dims } = tensorNamed(given, name);
        // The constructor has one overload an element type; the data is checked against it at run time.
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

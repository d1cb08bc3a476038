/** One input or output of a model. In `dims`, −1 is an axis of variable length. */
export interface TensorInfo {
  readonly name: string;
  /** "float32", "int32", "int64", or another ONNX element type. */
  readonly element: string;
  readonly dims: readonly number[];
}

export type TensorData = Float32Array | Int32Array | BigInt64Array;

/** Values in row-major order, and their shape. */
export interface Tensor {
  readonly data: TensorData;
  readonly dims: readonly number[];
}

export type NamedTensors = Readonly<Record<string, Tensor>>;

/** An opened model, independent of the binding that runs it. */
export interface Model {
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
  /**
   * Runs the model on one tensor per input and returns one tensor per output, by name. Throws an Error with the
   * runtime's text.
   */
  run(inputs: NamedTensors): NamedTensors | Promise<NamedTensors>;
}

/** A model whose `run` blocks the calling thread. */
export interface SyncModel extends Model {
  run(inputs: NamedTensors): NamedTensors;
}

/** Returns the tensor `name`. Throws an Error that lists the existing names if there is no such tensor. */
export function tensorNamed(tensors: NamedTensors, name: string): Tensor {
  const tensor = tensors[name];
  if (tensor) return tensor;
  const present = Object.keys(tensors).join(", ");
  throw new Error(`tensor ${name} is missing; present: ${present || "none"}`);
}

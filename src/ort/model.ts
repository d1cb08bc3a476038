/** One input or output of a model; a free axis is −1. */
export interface TensorInfo {
  readonly name: string;
  /** "float32", "int32", "int64", or another ONNX element type. */
  readonly element: string;
  readonly dims: readonly number[];
}

export type TensorData = Float32Array | Int32Array | BigInt64Array;

/** Values in row order and their shape. */
export interface Tensor {
  readonly data: TensorData;
  readonly dims: readonly number[];
}

export type NamedTensors = Readonly<Record<string, Tensor>>;

/** An opened model, whatever runs it. */
export interface Model {
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
  /** Runs with a tensor for each input and gives one for each output, by name. Throws the runtime's text. */
  run(inputs: NamedTensors): NamedTensors | Promise<NamedTensors>;
}

/** The tensor called `name`. Throws an Error that lists those there are. */
export function tensorNamed(tensors: NamedTensors, name: string): Tensor {
  const tensor = tensors[name];
  if (tensor) return tensor;
  const present = Object.keys(tensors).join(", ");
  throw new Error(`there is no tensor ${name}, only: ${present || "none"}`);
}

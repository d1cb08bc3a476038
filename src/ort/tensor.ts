import { ptr } from "bun:ffi";
import { GRAPH_ID_OPTION } from "./cuda.ts";
import type { Handle, Ort } from "./ort.ts";

export const ELEMENT_TYPES = { float32: 1, int32: 6, int64: 7 } as const;
const BIGINT_BYTES = 8;
const ARENA_ALLOCATOR = 1;
const DEFAULT_MEMORY = 0;

export interface TensorShape {
  readonly element: keyof typeof ELEMENT_TYPES;
  readonly dims: readonly number[];
}

/**
 * Creates a tensor that uses the memory of `data`, so `data` must outlive the tensor. The caller must release the
 * tensor.
 */
export function makeTensor(ort: Ort, data: Uint8Array, shape: TensorShape): Handle {
  const dims = new BigInt64Array(
    new SharedArrayBuffer(BIGINT_BYTES * Math.max(1, shape.dims.length)),
  );
  dims.set(shape.dims.map(BigInt));
  const memory = ort.make("CreateCpuMemoryInfo", ARENA_ALLOCATOR, DEFAULT_MEMORY);
  try {
    const [bytes, type] = [data.byteLength, ELEMENT_TYPES[shape.element]];
    const args = [memory, ptr(data), bytes, dims, dims.length, type] as const;
    return ort.make("CreateTensorWithDataAsOrtValue", ...args);
  } finally {
    ort.release("MemoryInfo", memory);
  }
}

/** Creates the options of a run that records or replays the graph `id`. Only the CUDA provider uses the id. */
export function runOptions(ort: Ort, id: number): Handle {
  const options = ort.make("CreateRunOptions");
  ort.call("AddRunConfigEntry", options, GRAPH_ID_OPTION, String(id));
  return options;
}

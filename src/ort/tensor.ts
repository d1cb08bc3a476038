import { ptr } from "bun:ffi";
import { GRAPH_ID_OPTION } from "./cuda.ts";
import type { Handle, Ort } from "./ort.ts";

export const ELEMENT_TYPES = { float32: 1, int32: 6, int64: 7 } as const;
export const ELEMENT_BYTES = { float32: 4, int32: 4, int64: 8 } as const;
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

/** Creates tensors on shared memory without allocating memory for each of them. */
export interface SharedTensors {
  /**
   * Creates a tensor on the memory from `offset` bytes on, which must outlive the tensor. The caller must release the
   * tensor.
   */
  make(memory: SharedArrayBuffer, offset: number, shape: TensorShape): Handle;
  close(): void;
}

const MAX_RANK = 8;

/** Opens a maker of tensors for one thread. */
export function sharedTensors(ort: Ort): SharedTensors {
  const info = ort.make("CreateCpuMemoryInfo", ARENA_ALLOCATOR, DEFAULT_MEMORY);
  const dims = new BigInt64Array(new SharedArrayBuffer(BIGINT_BYTES * MAX_RANK));
  const known = new WeakMap<SharedArrayBuffer, { readonly address: number }>();
  const addressOf = (memory: SharedArrayBuffer): number => {
    const found = known.get(memory) ?? { address: ptr(new Uint8Array(memory)) };
    known.set(memory, found);
    return found.address;
  };
  return {
    make(memory, offset, { element, dims: sizes }) {
      let bytes: number = ELEMENT_BYTES[element];
      for (const [axis, size] of sizes.entries()) {
        dims[axis] = BigInt(size);
        bytes *= size;
      }
      const type = ELEMENT_TYPES[element];
      const args = [info, addressOf(memory) + offset, bytes, dims, sizes.length, type] as const;
      return ort.make("CreateTensorWithDataAsOrtValue", ...args);
    },
    close: () => ort.release("MemoryInfo", info),
  };
}

/** Creates the options of a run that records or replays the graph `id`. Only the CUDA provider uses the id. */
export function runOptions(ort: Ort, id: number): Handle {
  const options = ort.make("CreateRunOptions");
  ort.call("AddRunConfigEntry", options, GRAPH_ID_OPTION, String(id));
  return options;
}

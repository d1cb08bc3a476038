import { toArrayBuffer } from "bun:ffi";
import { tensorNamed } from "./model.ts";
import type { NamedTensors, SyncModel, Tensor, TensorData, TensorInfo } from "./model.ts";
import { addresses, cString, hold, pointerCells, shared, textAt, wideString } from "./ort.ts";
import type { Handle, Ort } from "./ort.ts";
import { NO_GRAPH_ID } from "./cuda.ts";
import { makeTensor, runOptions, type TensorShape } from "./tensor.ts";

const ELEMENTS: Readonly<Record<number, string>> = { 1: "float32", 6: "int32", 7: "int64" };
/** Errors are returned as text; logging them too would print them twice. */
const LOG_FATAL_ONLY = 4;
const ALL_OPTIMIZATIONS = 99;
const BIGINT_BYTES = 8;

export interface SessionSettings {
  /** Number of threads that one run uses. */
  readonly threads: number;
  /** Options of the CUDA provider (see `cudaOptions`), or null for the CPU. */
  readonly cuda: Readonly<Record<string, string>> | null;
}

/** A session and its environment. The environment owns the threads and the log. */
export interface OrtSession {
  readonly session: Handle;
  /** Releases both, once. No run may use the session any more. */
  close(): void;
}

/**
 * Opens a model, given as the path of its file or as the bytes of one. Throws an Error with ORT's text if it is not a
 * model or the provider is missing.
 *
 * @example
 * const { session, close } = openOrtSession(ort, "decoder.onnx", { threads: 2, cuda: null });
 * const model = ortModel(ort, session);
 */
export function openOrtSession(
  ort: Ort,
  model: string | Uint8Array,
  settings: SessionSettings,
): OrtSession {
  const env = ort.make("CreateEnv", LOG_FATAL_ONLY, "utter");
  const options = ort.make("CreateSessionOptions");
  try {
    ort.call("SetSessionGraphOptimizationLevel", options, ALL_OPTIMIZATIONS);
    ort.call("SetIntraOpNumThreads", options, settings.threads);
    // Spinning makes runs only 3–5 % faster, but keeps a core busy between runs.
    ort.call("AddSessionConfigEntry", options, "session.intra_op.allow_spinning", "0");
    // ORT keeps one memory pattern per input length, so with many lengths the arena would grow without bound.
    ort.call("DisableMemPattern", options);
    if (settings.cuda) appendCuda(ort, options, settings.cuda);
    const session =
      typeof model === "string"
        ? ort.make("CreateSession", env, pathOf(model), options)
        : // ORT copies what it needs of the bytes during the call.
          ort.make("CreateSessionFromArray", env, shared(model), model.length, options);
    let isOpen = true;
    return {
      session,
      close() {
        if (!isOpen) return;
        isOpen = false;
        ort.release("Session", session);
        ort.release("Env", env);
      },
    };
  } catch (error) {
    ort.release("Env", env);
    throw error;
  } finally {
    ort.release("SessionOptions", options);
  }
}

function pathOf(file: string): Uint8Array {
  return process.platform === "win32" ? wideString(file) : cString(file);
}

function appendCuda(ort: Ort, options: Handle, settings: Readonly<Record<string, string>>): void {
  const cuda = ort.make("CreateCUDAProviderOptions");
  try {
    const keys = Object.keys(settings).map(cString);
    const values = Object.values(settings).map(cString);
    ort.call("UpdateCUDAProviderOptions", cuda, addresses(keys), addresses(values), keys.length);
    ort.call("SessionOptionsAppendExecutionProvider_CUDA_V2", options, cuda);
  } finally {
    ort.release("CUDAProviderOptions", cuda);
  }
}

/** Outputs of a run in ORT's memory. They must not be read after `release`, which must be called once. */
export interface Borrowed {
  readonly tensors: NamedTensors;
  release(): void;
}

export interface OrtModel extends SyncModel {
  /** Runs the model like `run`, but without a copy of the outputs. */
  borrow(inputs: NamedTensors): Borrowed;
}

/**
 * Returns the model of a session. Its `run` blocks the calling thread, and ORT allocates the outputs. With the `options`
 * of a stopper, another thread can stop a run, which then throws.
 */
export function ortModel(ort: Ort, session: Handle, options?: Handle): OrtModel {
  const inputs = tensorsOf(ort, session, "Input");
  const outputs = tensorsOf(ort, session, "Output");
  const runnable = { session, inputs, outputs };
  const runNative = (tensors: NamedTensors): readonly Handle[] => {
    if (options !== undefined) {
      ort.call("RunOptionsUnsetTerminate", options);
      return runOnce(ort, { ...runnable, options }, tensors);
    }
    const own = runOptions(ort, NO_GRAPH_ID);
    try {
      return runOnce(ort, { ...runnable, options: own }, tensors);
    } finally {
      ort.release("RunOptions", own);
    }
  };
  const borrow = (tensors: NamedTensors): Borrowed => {
    const values = runNative(tensors);
    const release = (): void => {
      for (const value of values) ort.release("Value", value);
    };
    try {
      const views = outputs.map(({ name }, i) => [name, viewOf(ort, values[i]!)] as const);
      return { tensors: Object.fromEntries(views), release };
    } catch (error) {
      release();
      throw error;
    }
  };
  const run = (tensors: NamedTensors): NamedTensors => {
    const borrowed = borrow(tensors);
    try {
      const views = Object.entries(borrowed.tensors);
      return Object.fromEntries(
        views.map(([name, { data, dims }]) => [name, { data: data.slice(), dims }]),
      );
    } finally {
      borrowed.release();
    }
  };
  return { inputs, outputs, run, borrow };
}

function tensorsOf(ort: Ort, session: Handle, side: "Input" | "Output"): readonly TensorInfo[] {
  const allocator = ort.make("GetAllocatorWithDefaultOptions");
  const count = ort.make(`SessionGet${side}Count`, session);
  return Array.from({ length: count }, (_, i) => {
    const text = ort.make(`SessionGet${side}Name`, session, i, allocator);
    const name = textAt(text);
    ort.call("AllocatorFree", allocator, text);
    const info = ort.make(`SessionGet${side}TypeInfo`, session, i);
    try {
      return { name, ...shapeOf(ort, ort.make("CastTypeInfoToTensorInfo", info)) };
    } finally {
      ort.release("TypeInfo", info);
    }
  });
}

interface Runnable {
  readonly session: Handle;
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
  readonly options: Handle;
}

/** Returns the output values, which the caller must release. */
function runOnce(
  ort: Ort,
  { session, inputs, outputs, options }: Runnable,
  feeds: NamedTensors,
): readonly Handle[] {
  const tensors = inputs.map(({ name }) => tensorNamed(feeds, name));
  const data = tensors.map(({ data }) =>
    shared(new Uint8Array(data.buffer, data.byteOffset, data.byteLength)),
  );
  const [ins, outs] = [inputs, outputs].map((side) =>
    addresses(side.map(({ name }) => cString(name))),
  );
  const values: Handle[] = [];
  const results = pointerCells(outputs.length);
  try {
    tensors.forEach(({ data: typed, dims }, i) => {
      values.push(makeTensor(ort, data[i]!, { element: elementOf(typed), dims }));
    });
    const handles = pointerCells(values.length);
    handles.set(values.map(BigInt));
    hold(handles, data);
    ort.call("Run", session, options, ins!, handles, values.length, outs!, outputs.length, results);
    return Array.from(results, Number);
  } catch (error) {
    for (const result of results) if (result !== 0n) ort.release("Value", Number(result));
    throw error;
  } finally {
    for (const value of values) ort.release("Value", value);
  }
}

function elementOf(data: TensorData): TensorShape["element"] {
  if (data instanceof Float32Array) return "float32";
  return data instanceof Int32Array ? "int32" : "int64";
}

/** Returns the shape of a tensor and its values, which lie in the tensor's memory. */
function viewOf(ort: Ort, value: Handle): Tensor {
  const info = ort.make("GetTensorTypeAndShape", value);
  try {
    const { element, dims } = shapeOf(ort, info);
    const count = dims.reduce((product, size) => product * size, 1);
    const memory = (elementBytes: number): ArrayBuffer => {
      if (count === 0) return new ArrayBuffer(0);
      return toArrayBuffer(ort.make("GetTensorMutableData", value), 0, count * elementBytes);
    };
    if (element === "float32") return { dims, data: new Float32Array(memory(4)) };
    if (element === "int32") return { dims, data: new Int32Array(memory(4)) };
    if (element === "int64") return { dims, data: new BigInt64Array(memory(8)) };
    throw new Error(`Expected an output to be float32, int32 or int64, got ${element}`);
  } finally {
    ort.release("TensorTypeAndShapeInfo", info);
  }
}

function shapeOf(ort: Ort, info: Handle): { element: string; dims: readonly number[] } {
  if (info === 0) return { element: "not a tensor", dims: [] };
  const element = ort.make("GetTensorElementType", info);
  const count = ort.make("GetDimensionsCount", info);
  const dims = new BigInt64Array(new SharedArrayBuffer(BIGINT_BYTES * Math.max(1, count)));
  ort.call("GetDimensions", info, dims, count);
  const sizes = Array.from(dims.subarray(0, count), Number);
  return { element: ELEMENTS[element] ?? `element type ${element}`, dims: sizes };
}

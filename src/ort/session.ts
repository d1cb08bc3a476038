import { toArrayBuffer } from "bun:ffi";
import type { Model, TensorInfo } from "../codec/decode/form.ts";
import { addresses, cString, pointerCell, shared, textAt, wideString } from "./ort.ts";
import type { Handle, Ort } from "./ort.ts";
import { NO_GRAPH_ID } from "./cuda.ts";
import { makeTensor, runOptions } from "./binding.ts";

const ELEMENTS: Readonly<Record<number, string>> = { 1: "float32", 6: "int32", 7: "int64" };
/** Errors come back as text; printing them too would only double them. */
const LOG_FATAL_ONLY = 4;
const ALL_OPTIMIZATIONS = 99;
const BIGINT_BYTES = 8;

export interface SessionSettings {
  /** Threads inside one run. */
  readonly threads: number;
  /** Options of the CUDA provider (cuda.ts); null runs on the CPU. */
  readonly cuda: Readonly<Record<string, string>> | null;
}

/** A session and the environment that its threads and log hang on. */
export interface OrtSession {
  readonly session: Handle;
  close(): void;
}

/** Opens the model in `file`. Throws ORT's text when it is no model, or when the provider is missing. */
export function openOrtSession(ort: Ort, file: string, settings: SessionSettings): OrtSession {
  const env = ort.make("CreateEnv", LOG_FATAL_ONLY, "utter");
  const options = ort.make("CreateSessionOptions");
  try {
    ort.call("SetSessionGraphOptimizationLevel", options, ALL_OPTIMIZATIONS);
    ort.call("SetIntraOpNumThreads", options, settings.threads);
    // Spinning burns a core between runs and gains 3–5 % of speed.
    ort.call("AddSessionConfigEntry", options, "session.intra_op.allow_spinning", "0");
    // Windows come in many lengths; a plan kept for each would grow the arena without end.
    ort.call("DisableMemPattern", options);
    if (settings.cuda) appendCuda(ort, options, settings.cuda);
    const path = process.platform === "win32" ? wideString(file) : cString(file);
    const session = ort.make("CreateSession", env, path, options);
    return {
      session,
      close() {
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

/** The session as a thing to look into and to try; `run` lets ORT choose the size of the output. */
export function ortModel(ort: Ort, session: Handle): Model {
  const inputs = tensorsOf(ort, session, "Input");
  const outputs = tensorsOf(ort, session, "Output");
  return {
    inputs,
    outputs,
    run: (codes, dims) =>
      runOnce(ort, session, { codes, dims, input: inputs[0]!, output: outputs[0]! }),
  };
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

interface Trial {
  readonly codes: Int32Array | BigInt64Array;
  readonly dims: readonly number[];
  readonly input: TensorInfo;
  readonly output: TensorInfo;
}

function runOnce(ort: Ort, session: Handle, trial: Trial): ReturnType<Model["run"]> {
  const { codes, dims, input, output } = trial;
  const data = shared(new Uint8Array(codes.buffer, codes.byteOffset, codes.byteLength));
  const element = codes instanceof BigInt64Array ? "int64" : "int32";
  const tensor = makeTensor(ort, data, { element, dims });
  const names = [cString(input.name), cString(output.name)];
  const [ins, outs] = [addresses(names.slice(0, 1)), addresses(names.slice(1))];
  const [given, result] = [pointerCell(), pointerCell()];
  given[0] = BigInt(tensor);
  const options = runOptions(ort, NO_GRAPH_ID);
  try {
    ort.call("Run", session, options, ins, given, 1, outs, 1, result);
    return takeOutput(ort, Number(result[0]));
  } finally {
    ort.release("Value", tensor);
    ort.release("RunOptions", options);
  }
}

function takeOutput(ort: Ort, value: Handle): { dims: readonly number[]; samples: Float32Array } {
  const info = ort.make("GetTensorTypeAndShape", value);
  try {
    const { dims } = shapeOf(ort, info);
    const data = ort.make("GetTensorMutableData", value);
    const count = dims.reduce((product, size) => product * size, 1);
    const samples = new Float32Array(toArrayBuffer(data, 0, count * 4).slice(0));
    return { dims, samples };
  } finally {
    ort.release("TensorTypeAndShapeInfo", info);
    ort.release("Value", value);
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

import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { create, fromBinary } from "@bufbuild/protobuf";
import { SpeechError } from "../../errors.ts";
import { messageOf } from "../../message.ts";
import {
  type GraphProto,
  type ModelProto,
  ModelProtoSchema,
  type TensorProto,
  TensorProtoSchema,
} from "./onnx_pb.ts";

/** TensorProto.data_location of a tensor whose values are in another file. */
const EXTERNAL = 1;
const FLOAT_BYTES = 4;

/** An ONNX file. Its weights are views of the mapped file, so they are read from disk only when they are used. */
export interface OnnxFile {
  readonly path: string;
  readonly model: ModelProto;
  readonly graph: GraphProto;
  /** Returns the values of a float32 tensor, row-major. Throws SpeechError "invalid_input" if their count is wrong. */
  floats(tensor: TensorProto): Float32Array;
  /** Returns the tensor with its values inside, also if they are in another file. */
  inlined(tensor: TensorProto): TensorProto;
}

/** Opens an ONNX file. Throws SpeechError "invalid_input" that names the file if it is none or can't be read. */
export function readOnnx(path: string): OnnxFile {
  const model = parse(path);
  const { graph } = model;
  if (graph === undefined) throw new SpeechError("invalid_input", `${path} has no ONNX graph`);
  const bytesOf = externalFiles(path);
  const raw = (tensor: TensorProto): Uint8Array =>
    tensor.dataLocation === EXTERNAL ? bytesOf(tensor) : tensor.rawData;
  return {
    path,
    model,
    graph,
    floats(tensor) {
      const listed = tensor.floatData;
      const values = listed.length > 0 ? Float32Array.from(listed) : floatsAt(raw(tensor));
      const count = tensor.dims.reduce((product, size) => product * Number(size), 1);
      if (values.length === count) return values;
      const found = `${path}: ${tensor.name} has ${values.length} values instead of ${count}`;
      throw new SpeechError("invalid_input", found);
    },
    inlined(tensor) {
      if (tensor.dataLocation !== EXTERNAL) return tensor;
      const { name, dims, dataType } = tensor;
      return create(TensorProtoSchema, { name, dims, dataType, rawData: raw(tensor) });
    },
  };
}

/** Returns a function that finds the bytes of a tensor in another file, which is beside `path`. */
function externalFiles(path: string): (tensor: TensorProto) => Uint8Array {
  const files = new Map<string, Uint8Array>();
  return ({ externalData }) => {
    const place = new Map(externalData.map(({ key, value }) => [key, value]));
    const name = place.get("location") ?? basename(path);
    const bytes = files.get(name) ?? mapped(join(dirname(path), name));
    files.set(name, bytes);
    const from = Number(place.get("offset") ?? 0);
    const length = place.get("length");
    return bytes.subarray(from, length === undefined ? undefined : from + Number(length));
  };
}

function parse(path: string): ModelProto {
  const bytes = mapped(path);
  try {
    return fromBinary(ModelProtoSchema, bytes);
  } catch (cause) {
    const why = `${path} is not an ONNX file: ${messageOf(cause)}`;
    throw new SpeechError("invalid_input", why, { cause });
  }
}

/** Maps a file into memory. On Windows, where Bun can't map files, the file is read. */
function mapped(path: string): Uint8Array {
  try {
    return process.platform === "win32" ? readFileSync(path) : Bun.mmap(path);
  } catch (cause) {
    const why = `${path} can't be read: ${messageOf(cause)}`;
    throw new SpeechError("invalid_input", why, { cause });
  }
}

/** Views bytes as floats. They are copied if their place in the file is not a multiple of 4. */
function floatsAt(bytes: Uint8Array): Float32Array {
  const { buffer, byteOffset } = bytes.byteOffset % FLOAT_BYTES === 0 ? bytes : bytes.slice();
  return new Float32Array(buffer, byteOffset, Math.floor(bytes.length / FLOAT_BYTES));
}

import { closeSync, openSync, writeSync } from "node:fs";
import { create, toBinary } from "@bufbuild/protobuf";
import { type ModelProto, ModelProtoSchema, type TensorProto } from "./onnx_pb.ts";

/** Garbage is collected after this many bytes of tensors; by itself it grew to 700 MB for a file of 192 MB. */
const COLLECT_BYTES = 32e6;

/**
 * Writes a model file whose tensors are made one at a time, so that few of them are in memory together. Each tensor is
 * appended in a graph of its own: protobuf merges a message field that occurs twice
 * (https://protobuf.dev/programming-guides/encoding). Throws the error of the disk.
 *
 * @param model the model without its tensors.
 */
export function writeOnnx(path: string, model: ModelProto, tensors: Iterable<TensorProto>): void {
  const file = openSync(path, "w");
  const write = (part: ModelProto): number => {
    const bytes = toBinary(ModelProtoSchema, part);
    for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
    return bytes.length;
  };
  try {
    write(model);
    let garbage = 0;
    for (const tensor of tensors) {
      garbage += write(create(ModelProtoSchema, { graph: { initializer: [tensor] } }));
      if (garbage < COLLECT_BYTES) continue;
      Bun.gc(true);
      garbage = 0;
    }
  } finally {
    closeSync(file);
  }
}

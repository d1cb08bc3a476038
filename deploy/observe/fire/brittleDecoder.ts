import { SAMPLES_PER_TOKEN } from "../../../src/codec/codes.ts";
import { constant, FLOAT, INT32, model, node, value } from "../../../fixtures/onnx.ts";

/** The code on which the decoder of `brittleDecoder` fails. */
export const FATAL_CODE = 65_535;

/**
 * Returns an ONNX file with the inputs and outputs of NeuCodec's decoder that sounds alike for every code, and fails in a
 * window with FATAL_CODE: its row lies outside of a table with one row.
 */
export function brittleDecoder(): Uint8Array {
  const tone = Float32Array.from({ length: SAMPLES_PER_TOKEN }, (_, i) => Math.sin(i / 10) / 4);
  return model({
    inputs: [value("codes", INT32, ["batch", 1, "tokens"])],
    outputs: [value("audio", FLOAT, ["batch", 1, "samples"])],
    constants: [
      constant("fatal", [], Int32Array.of(FATAL_CODE)),
      constant("table", [1, 1], Float32Array.of(1)),
      constant("tone", [SAMPLES_PER_TOKEN], tone),
      constant("flat", [3], BigInt64Array.of(0n, 1n, -1n)),
    ],
    nodes: [
      node("Div", ["codes", "fatal"], "row"),
      node("Gather", ["table", "row"], "gain"),
      node("Mul", ["gain", "tone"], "frames"),
      node("Reshape", ["frames", "flat"], "audio"),
    ],
  });
}

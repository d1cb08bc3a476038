/** Field numbers of onnx.proto3: ModelProto.graph, GraphProto.output and ValueInfoProto.name. */
const GRAPH = 7;
const OUTPUT = 12;
const NAME = 1;
/** Protobuf's wire type of a field with a length. */
const LENGTH_DELIMITED = 2;

/**
 * Returns the bytes of an ONNX model with the inner tensors `names` as further outputs. The bytes of the graph stay as
 * they are: protobuf merges a message field that occurs twice (https://protobuf.dev/programming-guides/encoding), so a
 * second graph with only outputs is appended. A name that the graph lacks makes the opening of the session fail.
 */
export function withExtraOutputs(model: Uint8Array, names: readonly string[]): Uint8Array {
  const outputs = names.map((name) => field(OUTPUT, field(NAME, new TextEncoder().encode(name))));
  return Buffer.concat([model, field(GRAPH, Buffer.concat(outputs))]);
}

function field(number: number, value: Uint8Array): Uint8Array {
  return Buffer.concat([varint(number * 8 + LENGTH_DELIMITED), varint(value.length), value]);
}

/** Encodes a number in base 128, lowest group first; each byte but the last has its high bit set. */
function varint(value: number): Uint8Array {
  const groups: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) groups.push((rest % 128) + 128);
  return Uint8Array.of(...groups, rest);
}

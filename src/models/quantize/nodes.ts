import { create } from "@bufbuild/protobuf";
import { type NodeProto, NodeProtoSchema, type TensorProto, TensorProtoSchema } from "./onnx_pb.ts";

/** TensorProto.data_type. */
export const FLOAT = 1;
const INT8 = 3;
const INT64 = 7;
/** AttributeProto.type of an integer and of a list of integers. */
const [INT, INTS] = [2, 7];

/** An operator's name, or the name with attributes. */
type Operator =
  | string
  | {
      readonly type: string;
      readonly attributes: Readonly<Record<string, number | readonly number[]>>;
    };

/**
 * Makes one operation of a graph. Its name is that of its first output.
 *
 * @example
 * node({ type: "Cast", attributes: { to: FLOAT } }, ["sum"], ["sum_float"]);
 */
export function node(
  operator: Operator,
  input: readonly string[],
  output: readonly string[],
): NodeProto {
  const { type, attributes } =
    typeof operator === "string" ? { type: operator, attributes: {} } : operator;
  const attribute = Object.entries(attributes).map(([name, value]) =>
    typeof value === "number"
      ? { name, type: INT, i: BigInt(value) }
      : { name, type: INTS, ints: value.map(BigInt) },
  );
  const names = { name: output[0]!, input: [...input], output: [...output] };
  return create(NodeProtoSchema, { ...names, opType: type, attribute });
}

/** Makes a constant tensor of a graph, row-major. */
export function constant(
  name: string,
  dims: readonly number[],
  values: Float32Array | Int8Array | BigInt64Array,
): TensorProto {
  const dataType =
    values instanceof Float32Array ? FLOAT : values instanceof Int8Array ? INT8 : INT64;
  const rawData = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return create(TensorProtoSchema, { name, dims: dims.map(BigInt), dataType, rawData });
}

/** Makes a list of integers, in the form that Slice and Pad read. */
export function integers(name: string, values: readonly number[]): TensorProto {
  return constant(name, [values.length], BigInt64Array.from(values, BigInt));
}

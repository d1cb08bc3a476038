import { FLOAT } from "./nodes.ts";
import type { GraphProto, NodeProto, TensorProto } from "./onnx_pb.ts";

/** An operation that multiplies activations by constant weights. */
export interface Layer {
  readonly kind: "matmul" | "conv";
  readonly node: NodeProto;
  readonly weights: TensorProto;
  /** Shape of the weights. MatMul: [inputs, channels]. Conv over time: [channels, inputs, taps]. */
  readonly dims: readonly number[];
}

/**
 * Fewest sums of products that one output needs. With fewer, rounding the activations takes as long as multiplying them,
 * and rounding errors do not average out. NeuCodec's first layer, which reads the 8 digits of a code, has 8.
 */
const MIN_PRODUCTS = 16;

/**
 * Finds the layers whose weights can have 8 bits, in the order of the graph: products with a constant matrix, and
 * convolutions over time without groups and strides. All other operations stay as they are.
 */
export function findLayers(graph: GraphProto): readonly Layer[] {
  const constants = new Map(graph.initializer.map((tensor) => [tensor.name, tensor]));
  return graph.node.flatMap((node) => {
    const weights = constants.get(node.input[1] ?? "");
    if (weights === undefined || weights.dataType !== FLOAT || node.domain !== "") return [];
    const dims = weights.dims.map(Number);
    const kind = kindOf(node, dims);
    return kind === null ? [] : [{ kind, node, weights, dims }];
  });
}

function kindOf(node: NodeProto, dims: readonly number[]): Layer["kind"] | null {
  if (node.opType === "MatMul")
    return dims.length === 2 && dims[0]! >= MIN_PRODUCTS ? "matmul" : null;
  if (node.opType !== "Conv" || dims.length !== 3) return null;
  if (dims[1]! * dims[2]! < MIN_PRODUCTS) return null;
  const { group, stride, autoPad } = convAttributes(node);
  return group === 1 && stride === 1 && autoPad === "NOTSET" ? "conv" : null;
}

interface ConvAttributes {
  readonly group: number;
  readonly stride: number;
  readonly dilation: number;
  /** Zeros before the first and after the last place. */
  readonly pads: readonly [number, number];
  readonly autoPad: string;
}

/** Reads the attributes of a Conv over one axis. Missing ones have ONNX's defaults. */
export function convAttributes({ attribute }: NodeProto): ConvAttributes {
  const named = new Map(attribute.map((each) => [each.name, each]));
  const at = (name: string, place: number): number | undefined => {
    const value = named.get(name)?.ints[place];
    return value === undefined ? undefined : Number(value);
  };
  const autoPad = named.get("auto_pad")?.s;
  return {
    group: Number(named.get("group")?.i ?? 1n),
    stride: at("strides", 0) ?? 1,
    dilation: at("dilations", 0) ?? 1,
    pads: [at("pads", 0) ?? 0, at("pads", 1) ?? 0],
    autoPad: autoPad === undefined ? "NOTSET" : new TextDecoder().decode(autoPad),
  };
}

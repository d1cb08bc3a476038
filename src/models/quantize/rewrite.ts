import { convAttributes, type Layer } from "./layers.ts";
import { constant, FLOAT, integers, node } from "./nodes.ts";
import type { NodeProto, TensorProto } from "./onnx_pb.ts";
import { quantizeChannels } from "./perChannel.ts";

/** The operations that replace a layer, and a function that makes their constants of the layer's weights. */
export interface Rewritten {
  readonly nodes: readonly NodeProto[];
  readonly constants: (weights: Float32Array) => readonly TensorProto[];
}

/** "Up to the end" for Slice. */
const END = 2 ** 31 - 1;
/** Exchanges the last two of three axes. */
const TURN = { type: "Transpose", attributes: { perm: [0, 2, 1] } };

/**
 * Rewrites a layer to 8 bits. The activations are rounded at run time, with one scale and zero point for the run; the
 * products are summed as integers; the sum is multiplied by the scales of the activations and of the channel. ONNX
 * Runtime fuses exactly these operations into one.
 *
 * A convolution becomes one multiplication too, because ONNX Runtime's ConvInteger is four times slower than that
 * (full-size decoder, one thread: 8.2 audio-s/s with 1.30 and 8.7 with 1.32, against 34 and 36; in float32 7.5).
 */
export function rewriteLayer(layer: Layer): Rewritten {
  return layer.kind === "matmul" ? rewriteMatMul(layer) : rewriteConv(layer);
}

function rewriteMatMul({ node: { input, output }, dims }: Layer): Rewritten {
  const names = namesOf(output[0]!);
  return {
    nodes: [rounding(input[0]!, names), ...product(names.rounded, output[0]!, names)],
    constants: (weights) => int8Constants(names, weights, dims[1]!),
  };
}

/**
 * Rewrites a convolution. Its activations are turned to [batch, time, inputs], rounded and padded; copies of them, each
 * shifted by one tap, are joined to [batch, time, taps · inputs] and multiplied by weights [taps · inputs, channels].
 */
function rewriteConv({ node: conv, dims }: Layer): Rewritten {
  const [channels, inputs, taps] = dims as [number, number, number];
  const { pads, dilation } = convAttributes(conv);
  const [input = "", , bias = ""] = conv.input;
  const output = conv.output[0]!;
  const names = namesOf(output);
  const { at } = names;
  const last = (taps - 1) * dilation;
  const shifted = Array.from({ length: taps }, (_, tap) => at(`tap_${tap}`));
  const slices = shifted.map((name, tap) => {
    const range = [at(`from_${tap}`), at(`to_${tap}`), at("time_axis")];
    return node("Slice", [at("padded"), ...range], [name]);
  });
  const ranges = shifted.flatMap((_, tap) => {
    const end = tap * dilation - last;
    const to = integers(at(`to_${tap}`), [end === 0 ? END : end]);
    return [integers(at(`from_${tap}`), [tap * dilation]), to];
  });
  const added = bias === "" ? [] : [node("Add", [at("sums"), bias], [at("biased")])];
  return {
    nodes: [
      node(TURN, [input], [at("turned")]),
      rounding(at("turned"), names),
      node("Pad", [names.rounded, at("pads"), names.zero], [at("padded")]),
      ...slices,
      node({ type: "Concat", attributes: { axis: 2 } }, shifted, [at("taps")]),
      ...product(at("taps"), at("sums"), names),
      ...added,
      node(TURN, [at(bias === "" ? "sums" : "biased")], [output]),
    ],
    constants: (weights) => [
      ...int8Constants(names, tapMajor(weights, { channels, inputs, taps }), channels),
      integers(at("pads"), [0, pads[0], 0, 0, pads[1], 0]),
      integers(at("time_axis"), [1]),
      ...ranges,
    ],
  };
}

/** Names of the tensors inside a rewritten layer. They begin with the name of the layer's output, which is unique. */
interface Names {
  /** The activations in 8 bits, their scale, and the value that stands for 0. */
  readonly rounded: string;
  readonly scale: string;
  readonly zero: string;
  at(what: string): string;
}

function namesOf(output: string): Names {
  const at = (what: string): string => `${output}/int8/${what}`;
  return { rounded: at("rounded"), scale: at("scale"), zero: at("zero"), at };
}

function rounding(input: string, { rounded, scale, zero }: Names): NodeProto {
  return node("DynamicQuantizeLinear", [input], [rounded, scale, zero]);
}

function product(rounded: string, output: string, names: Names): readonly NodeProto[] {
  const { scale, zero, at } = names;
  return [
    node("MatMulInteger", [rounded, at("weights"), zero], [at("sum")]),
    node({ type: "Cast", attributes: { to: FLOAT } }, [at("sum")], [at("sum_float")]),
    node("Mul", [scale, at("channel_scales")], [at("scales")]),
    node("Mul", [at("sum_float"), at("scales")], [output]),
  ];
}

/** Makes the constants of a product. `weights` are row-major [inputs, channels]. */
function int8Constants({ at }: Names, weights: Float32Array, channels: number): TensorProto[] {
  const { values, scales } = quantizeChannels(weights, channels);
  return [
    constant(at("weights"), [weights.length / channels, channels], values),
    constant(at("channel_scales"), [channels], scales),
  ];
}

interface ConvSize {
  readonly channels: number;
  readonly inputs: number;
  readonly taps: number;
}

/** Reorders the weights of a convolution: [channels, inputs, taps] to [taps · inputs, channels]. */
function tapMajor(weights: Float32Array, { channels, inputs, taps }: ConvSize): Float32Array {
  const turned = new Float32Array(weights.length);
  for (let channel = 0; channel < channels; channel += 1)
    for (let input = 0; input < inputs; input += 1)
      for (let tap = 0; tap < taps; tap += 1) {
        const from = (channel * inputs + input) * taps + tap;
        turned[(tap * inputs + input) * channels + channel] = weights[from]!;
      }
  return turned;
}

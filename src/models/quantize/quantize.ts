import { SpeechError } from "../../errors.ts";
import type { Layer } from "./layers.ts";
import type { TensorProto } from "./onnx_pb.ts";
import type { OnnxFile } from "./onnxFile.ts";
import { rewriteLayer } from "./rewrite.ts";
import { writeOnnx } from "./writeOnnx.ts";

/** First opset with all that the rewritten layers use (padding of 8-bit values). */
const MIN_OPSET = 13;

/**
 * Writes the model of `file` to `path` with the weights of `layers` in 8 bits and everything else unchanged. All weights
 * are in the one file. Throws SpeechError "invalid_input" if the model's opset is too old.
 *
 * @example
 * const file = readOnnx("decoder.onnx");
 * writeQuantized(file, findLayers(file.graph), "decoder.int8.onnx");
 */
export function writeQuantized(file: OnnxFile, layers: readonly Layer[], path: string): void {
  const { model, graph } = file;
  const opset = Number(model.opsetImport.find(({ domain }) => domain === "")?.version ?? 0);
  if (opset < MIN_OPSET) {
    const wanted = `export it with opset ${MIN_OPSET} or later`;
    throw new SpeechError("invalid_input", `${file.path} has the ONNX opset ${opset}; ${wanted}`);
  }
  const rewritten = new Map(layers.map((layer) => [layer.node, { layer, ...rewriteLayer(layer) }]));
  const nodes = graph.node.flatMap((node) => rewritten.get(node)?.nodes ?? [node]);
  const replaced = new Set(layers.map(({ weights }) => weights.name));
  const used = new Set(nodes.flatMap(({ input }) => input));
  const isKept = ({ name }: { readonly name: string }): boolean =>
    !replaced.has(name) || used.has(name);
  function* tensors(): Generator<TensorProto> {
    for (const { layer, constants } of rewritten.values())
      yield* constants(file.floats(layer.weights));
    for (const tensor of graph.initializer) if (isKept(tensor)) yield file.inlined(tensor);
  }
  // Exports of an early IR version list the weights as inputs too.
  const input = graph.input.filter(isKept);
  writeOnnx(
    path,
    { ...model, graph: { ...graph, node: nodes, input, initializer: [] } },
    tensors(),
  );
}

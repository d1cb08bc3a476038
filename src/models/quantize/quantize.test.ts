import { afterAll, expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toBinary } from "@bufbuild/protobuf";
import { layeredDecoder, LAYERS } from "../../../fixtures/makeLayeredDecoder.ts";
import { packagedOrtLibrary } from "../../ort/library.ts";
import { loadOrt } from "../../ort/ort.ts";
import { openOrtSession, ortModel } from "../../ort/session.ts";
import { findLayers } from "./layers.ts";
import { ModelProtoSchema } from "./onnx_pb.ts";
import { readOnnx } from "./onnxFile.ts";
import { writeQuantized } from "./quantize.ts";

const ort = loadOrt(packagedOrtLibrary());
const folder = await mkdtemp(join(tmpdir(), "utter-quantize-"));
afterAll(() => rm(folder, { recursive: true }));

const float = join(folder, "float.onnx");
await Bun.write(float, layeredDecoder());

/** Decodes a few codes, among them runs of equal ones. */
function decode(file: string): Float32Array {
  const { session, close } = openOrtSession(ort, file, { threads: 1, cuda: null });
  try {
    const codes = Int32Array.from({ length: 24 }, (_, i) => (i * i) % 50);
    const { audio } = ortModel(ort, session).run({ codes: { data: codes, dims: [1, 1, 24] } });
    return audio!.data as Float32Array;
  } finally {
    close();
  }
}

/** Largest difference between two sounds, relative to the largest sample. */
function difference(wanted: Float32Array, got: Float32Array): number {
  expect(got.length).toBe(wanted.length);
  const peak = (samples: Float32Array) => samples.reduce((top, x) => Math.max(top, Math.abs(x)), 0);
  return peak(got.map((sample, i) => sample - wanted[i]!)) / peak(wanted);
}

/** Writes a model with the layers `names` in 8 bits and returns its path. */
function quantized(names: readonly string[], source = float): string {
  const file = readOnnx(source);
  const out = join(folder, `${names.join("-") || "none"}.onnx`);
  const layers = findLayers(file.graph).filter(({ node }) => names.includes(node.output[0]!));
  writeQuantized(file, layers, out);
  return out;
}

test("products with constants and convolutions over time are found in the graph's order", () => {
  const layers = findLayers(readOnnx(float).graph);
  expect(layers.map(({ node }) => node.output[0])).toEqual([...LAYERS]);
  expect(layers.map(({ kind }) => kind)).toEqual(["conv", "conv", "matmul"]);
});

test.each([...LAYERS])("the layer %p in 8 bits sounds like itself in float", (name) => {
  const found = difference(decode(float), decode(quantized([name])));
  expect(found).toBeGreaterThan(0);
  expect(found).toBeLessThan(0.05);
});

test("all layers in 8 bits take less than a third of the weights' bytes", () => {
  const out = quantized(LAYERS);
  expect(difference(decode(float), decode(out))).toBeLessThan(0.1);
  // The table of codes (8 kB) stays as it is.
  expect(Bun.file(out).size - 8192).toBeLessThan(Bun.file(float).size / 3);
});

test("a model without layers to quantize is written unchanged", () => {
  expect(difference(decode(float), decode(quantized([])))).toBe(0);
});

test("weights in another file are read from there and written into the model", async () => {
  const { model, graph } = readOnnx(float);
  const bytes: Uint8Array[] = [];
  let offset = 0;
  for (const tensor of graph.initializer) {
    bytes.push(tensor.rawData);
    const place = { location: "weights.data", offset, length: tensor.rawData.length };
    const externalData = Object.entries(place).map(([key, value]) => ({
      $typeName: "onnx.StringStringEntryProto" as const,
      key,
      value: String(value),
    }));
    offset += tensor.rawData.length;
    Object.assign(tensor, { rawData: new Uint8Array(0), externalData, dataLocation: 1 });
  }
  const path = join(folder, "external", "model.onnx");
  await Bun.write(path, toBinary(ModelProtoSchema, model));
  await Bun.write(join(folder, "external", "weights.data"), Buffer.concat(bytes));
  const whole = await Bun.file(quantized(LAYERS)).bytes();
  expect(await Bun.file(quantized(LAYERS, path)).bytes()).toEqual(whole);
});

test("a file that is no ONNX model, or of an old opset, is refused by its name", async () => {
  const wrong = join(folder, "wrong.onnx");
  await Bun.write(wrong, "<html>not found</html>");
  expect(() => readOnnx(wrong)).toThrow(wrong);
  expect(() => readOnnx(join(folder, "missing.onnx"))).toThrow("missing.onnx can't be read");
  const old = readOnnx(float);
  old.model.opsetImport[0]!.version = 11n;
  expect(() => writeQuantized(old, [], wrong)).toThrow("opset 11");
});

import { afterAll, expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decoderModel } from "../../../fixtures/makeDecoder.ts";
import { layeredDecoder } from "../../../fixtures/makeLayeredDecoder.ts";
import { packagedOrtLibrary } from "../../ort/library.ts";
import { loadOrt } from "../../ort/ort.ts";
import { openDecoder } from "../decode/decoder.ts";
import { LOSS_LIMITS, quantizeDecoder, type QuantizedDecoder } from "./quantizeDecoder.ts";

const live = new AbortController().signal;
const ort = loadOrt(packagedOrtLibrary());
const folder = await mkdtemp(join(tmpdir(), "utter-quantize-decoder-"));
afterAll(() => rm(folder, { recursive: true }));

const recorded = Array.from({ length: 200 }, (_, i) => (i * i * 31) % 60_000);

async function quantize(
  model: Uint8Array,
  options: { readonly codes?: readonly number[]; readonly say?: (line: string) => void } = {},
): Promise<QuantizedDecoder> {
  const [file, out] = [join(folder, "float.onnx"), join(folder, "int8.onnx")];
  await Bun.write(file, model);
  const defaults = { codes: recorded, say: () => {} };
  return quantizeDecoder({ file, out, ort, threads: 1, ...defaults, ...options }, live);
}

test("a decoder that 8 bits suit has all its layers in 8 bits, and its loss is measured", async () => {
  const { layers, floatLayers, loss } = await quantize(layeredDecoder());
  expect({ layers, floatLayers }).toEqual({ layers: 3, floatLayers: [] });
  expect(loss.spectralDb).toBeWithin(0.01, LOSS_LIMITS.spectralDb);
  expect(loss.worst.spectralDb).toBeWithin(loss.spectralDb, LOSS_LIMITS.worstSpectralDb);
  expect(loss.snrDb).toBeWithin(20, 60);
});

test("a window in 8 bits sounds the same alone and in a run with others", async () => {
  await quantize(layeredDecoder());
  const file = join(folder, "int8.onnx");
  const cpu = { device: "cpu", threads: 1, lanes: 1, graphs: [], libraryPath: null } as const;
  const decoder = await openDecoder({ file, ...cpu, log: () => {} });
  try {
    const [quiet, other] = [new Int32Array(24), Int32Array.from({ length: 24 }, (_, i) => i * 7)];
    const [alone] = await decoder.decode([quiet]);
    const [together] = await decoder.decode([quiet, other]);
    expect(together).toEqual(alone);
    expect(decoder.batches).toBe(false);
  } finally {
    await decoder.close();
  }
});

test("a last layer that loses too much in 8 bits stays in float", async () => {
  const lines: string[] = [];
  const say = (line: string): void => void lines.push(line);
  const { floatLayers, loss } = await quantize(layeredDecoder({ fragile: "last" }), { say });
  expect(floatLayers).toEqual(["frames"]);
  expect(loss.snrDb).toBeGreaterThan(20);
  expect(lines).toHaveLength(2);
  expect(lines[0]).toStartWith("3 of 3 layers in 8 bits: log-spectral distance ");
});

test("a decoder that loses too much anyway is refused with the loss and the limits", async () => {
  const refused = quantize(layeredDecoder({ fragile: "first" }));
  await expect(refused).rejects.toThrow(/float.onnx loses too much in 8 bits: .* at most 1 dB/);
});

test("a decoder without layers, a short recording and a model that is no decoder are refused", async () => {
  await expect(quantize(decoderModel())).rejects.toThrow("has no layers of float32 weights");
  const short = quantize(layeredDecoder(), { codes: recorded.slice(0, 94) });
  await expect(short).rejects.toThrow("has 94 tokens, at least 95 are needed");
});

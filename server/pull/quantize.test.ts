import { afterAll, expect, test } from "bun:test";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { layeredDecoder } from "../../fixtures/makeLayeredDecoder.ts";
import { listModels, verifyModel } from "../../src/models/store.ts";
import { readConfig } from "../config.ts";
import { quantize } from "./quantize.ts";

const MODEL_DIR = await mkdtemp(join(tmpdir(), "utter-quantize-command-"));
afterAll(() => rm(MODEL_DIR, { recursive: true }));
const config = readConfig({ MODEL_DIR });
const silent = { say: () => {} };
const live = new AbortController().signal;

const pulled = join(MODEL_DIR, "owner", "decoder", "model.onnx");
await Bun.write(pulled, layeredDecoder());

test("a pulled decoder is quantized beside itself, and managed like a pulled file", async () => {
  const printed = await quantize({ ...silent, file: "owner/decoder" }, config, live);
  expect(printed).toStartWith(`${join(dirname(pulled), "model.int8.onnx")}: `);
  const [manifest] = await listModels(MODEL_DIR);
  expect(manifest).toMatchObject({
    repo: "owner/decoder",
    file: "model.int8.onnx",
    quantized: { source: "model.onnx", layers: 3, floatLayers: [], tokens: 325 },
  });
  expect(manifest!.quantized!.worstWindow.spectralDb).toBeGreaterThan(0);
  expect(await verifyModel(MODEL_DIR, manifest!)).toBeNull();
});

test("a file outside of MODEL_DIR has its figures beside it", async () => {
  const output = join(MODEL_DIR, "own.onnx");
  await quantize({ ...silent, file: pulled, output }, config, live);
  const manifest = await Bun.file(`${output}.json`).json();
  expect(Object.keys(manifest)).toEqual(["bytes", "sha256", "quantized"]);
});

test("a decoder that loses too much leaves no file", async () => {
  const file = join(MODEL_DIR, "refused", "fragile.onnx");
  await Bun.write(file, layeredDecoder({ fragile: "first" }));
  await expect(quantize({ ...silent, file }, config, live)).rejects.toThrow(
    "loses too much in 8 bits",
  );
  expect(await readdir(dirname(file))).toEqual(["fragile.onnx"]);
});

test("a missing file, a missing model, missing tokens and the file itself as output are refused", async () => {
  const attempt = (args: { file: string; output?: string; tokens?: string }): Promise<string> =>
    quantize({ ...silent, ...args }, config, live);
  await expect(attempt({ file: "absent.onnx" })).rejects.toThrow("there is no file absent.onnx");
  await expect(attempt({ file: "owner/absent" })).rejects.toThrow(
    "bun run models pull owner/absent",
  );
  await expect(attempt({ file: pulled, tokens: "absent.txt" })).rejects.toThrow("--tokens");
  await expect(attempt({ file: pulled, output: pulled })).rejects.toThrow("another file than FILE");
});

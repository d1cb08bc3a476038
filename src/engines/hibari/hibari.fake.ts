import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { VOCABULARY } from "../../../fixtures/frames.ts";
import { hibariModel } from "../../../fixtures/makeHibari.ts";

/** Makes a folder with the files of a small voice. Disposing of it removes the folder. */
export async function fixtureFolder(files: Readonly<Record<string, Uint8Array>> = {}) {
  const path = await mkdtemp(join(tmpdir(), "utter-hibari-"));
  const vocabulary = new TextEncoder().encode(JSON.stringify(VOCABULARY));
  const all = { "hibari.onnx": hibariModel(), "vocab.json": vocabulary, ...files };
  for (const [name, bytes] of Object.entries(all)) await Bun.write(join(path, name), bytes);
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}

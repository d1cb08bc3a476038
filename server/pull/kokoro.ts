import { join } from "node:path";
import { KOKORO_VOICES } from "../../src/engines/kokoro/voices.ts";
import { pullModel } from "../../src/models/pull.ts";
import { type ModelFile, modelPath, removeModel, verifyModel } from "../../src/models/store.ts";
import type { Config } from "../config.ts";
import type { Reporter } from "./hibari.ts";
import { hubOf } from "./hub.ts";

/** The name under which the files are pulled. */
export const KOKORO = "kokoro";
/** Kokoro-82M on the hub, with dynamically quantised weights: 92 MB, Apache-2.0. */
const REPO = "onnx-community/Kokoro-82M-v1.0-ONNX";
const MODEL: ModelFile = { repo: REPO, file: "onnx/model_quantized.onnx" };

/** All files, the model first. Each voice has 0.5 MB. */
const FILES: readonly ModelFile[] = [
  MODEL,
  ...KOKORO_VOICES.map((id) => ({ repo: REPO, file: `voices/${id}.bin` })),
];

/** Returns whether a file belongs to Kokoro. */
export function isKokoro({ repo, file }: ModelFile): boolean {
  return FILES.some((known) => known.repo === repo && known.file === file);
}

/** Returns the folder of the files, pulled or not. */
export function kokoroFolder({ MODEL_DIR }: Pick<Config, "MODEL_DIR">): string {
  return join(MODEL_DIR, REPO);
}

/** Returns the path of the model, pulled or not. */
export function kokoroModelPath({ MODEL_DIR }: Pick<Config, "MODEL_DIR">): string {
  return modelPath(MODEL_DIR, MODEL);
}

/** Pulls the files that are missing or damaged. Throws the errors of pullModel. */
export async function pullKokoro(
  config: Config,
  { progress }: Reporter,
  signal: AbortSignal,
): Promise<void> {
  const options = { ...hubOf(config), folder: config.MODEL_DIR, progress };
  for (const file of FILES)
    if ((await verifyModel(config.MODEL_DIR, file)) !== null)
      await pullModel(file, options, signal);
}

/** Returns the first problem of the files in words, or null if all are intact. */
export async function verifyKokoro({
  MODEL_DIR,
}: Pick<Config, "MODEL_DIR">): Promise<string | null> {
  for (const file of FILES) {
    const problem = await verifyModel(MODEL_DIR, file);
    if (problem !== null) return problem;
  }
  return null;
}

/** Removes the files. Returns false if there was none. */
export async function removeKokoro({ MODEL_DIR }: Pick<Config, "MODEL_DIR">): Promise<boolean> {
  let found = false;
  for (const file of FILES) found = (await removeModel(MODEL_DIR, file)) || found;
  return found;
}

import { modelPath, parseModel } from "../../src/models/store.ts";
import type { Config } from "../config.ts";

/**
 * Returns the path of a configured model. The setting is the path of a local file or the name of a pulled model. Throws
 * an Error if neither exists.
 */
export async function modelFile(
  setting: "DECODER_MODEL" | "ENCODER_MODEL",
  config: Config,
): Promise<string> {
  const name = config[setting];
  if (await Bun.file(name).exists()) return name;
  const path = name.endsWith(".onnx") ? name : modelPath(config.MODEL_DIR, parseModel(name));
  if (await Bun.file(path).exists()) return path;
  const pull = setting === "DECODER_MODEL" ? "bun run models pull" : `bun run models pull ${name}`;
  throw new Error(
    `${setting}=${name}: the file ${path} does not exist; run \`${pull}\`, or set ${setting} to a local file`,
  );
}

import type { Config } from "../config.ts";
import { hibariFolder } from "../pull/hibari.ts";

/**
 * Returns the folder with the natural voice, its vocabulary and lexicons. Throws an Error that names the command which
 * pulls them if they are missing.
 */
export async function voiceFolder(config: Config): Promise<string> {
  const folder = await hibariFolder(config);
  if (folder !== null) return folder;
  throw new Error(
    `ENGINE=${config.ENGINE.join(",")} needs the files of hibari, which are not in MODEL_DIR=${config.MODEL_DIR}; run \`bun run models pull hibari\``,
  );
}

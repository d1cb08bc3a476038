import { mkdir, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { HIBARI } from "../../src/models/hibari.ts";

/** Writes files with the names and lengths of the natural voice's into its folder; their content is zeros. */
export async function installZeros(folder: string): Promise<void> {
  const own = join(folder, HIBARI.name);
  await mkdir(own);
  for (const { name, bytes } of HIBARI.files) {
    await writeFile(join(own, name), "");
    await truncate(join(own, name), bytes);
  }
}

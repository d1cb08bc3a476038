import { availableParallelism } from "node:os";
import type { Engine } from "../../src/engine.ts";
import { openHibari } from "../../src/engines/hibari/hibari.ts";
import { openPhonemiser } from "../../src/phonemes/open.ts";
import { ENGINE_LIMITS } from "../admission/limits.ts";
import type { Config } from "../config.ts";
import { hibariFolder } from "../pull/hibari.ts";

/** Enough for 300 listeners. More Workers are a matter of the machine's other work. */
const MAX_DEFAULT_WORKERS = 4;

/** Opens the natural voice. Throws an Error that names the command which pulls it if its files are missing. */
export async function openConfiguredHibari(config: Config): Promise<Engine> {
  const folder = await hibariFolder(config);
  if (folder === null)
    throw new Error(
      `ENGINE=hibari: its files are not in MODEL_DIR=${config.MODEL_DIR}; run \`bun run models pull hibari\``,
    );
  const libraryPath = config.ORT_LIBRARY || null;
  const phonemiser = await openPhonemiser(folder, libraryPath);
  const workers = config.HIBARI_WORKERS || Math.min(MAX_DEFAULT_WORKERS, availableParallelism());
  try {
    const engine = await openHibari({ folder, workers, phonemiser, libraryPath });
    return {
      ...engine,
      liveCapacity: workers * ENGINE_LIMITS.hibari.maxInFlight,
      async close() {
        await engine.close();
        phonemiser.close();
      },
    };
  } catch (error) {
    phonemiser.close();
    throw error;
  }
}

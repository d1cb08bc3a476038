import { availableParallelism } from "node:os";
import type { Engine } from "../../src/engine.ts";
import { openHibari } from "../../src/engines/hibari/hibari.ts";
import { ENGINE_LIMITS } from "../admission/limits.ts";
import type { Config } from "../config.ts";
import { type PhonemiserShare, withPhonemiser } from "./phonemiserShare.ts";
import { voiceFolder } from "./voiceFolder.ts";

/** Four Workers serve 300 listeners. More of them would take processors from the machine's other work. */
const MAX_DEFAULT_WORKERS = 4;

/** Opens the natural voice. Throws an Error that names the command which pulls it if its files are missing. */
export async function openConfiguredHibari(
  config: Config,
  share: PhonemiserShare,
): Promise<Engine> {
  const folder = await voiceFolder(config);
  const workers = config.HIBARI_WORKERS || Math.min(MAX_DEFAULT_WORKERS, availableParallelism());
  return withPhonemiser(share, async (phonemiser) => {
    const libraryPath = config.ORT_LIBRARY || null;
    const engine = await openHibari({ folder, workers, phonemiser, libraryPath });
    return { ...engine, liveCapacity: workers * ENGINE_LIMITS.hibari.maxInFlight };
  });
}

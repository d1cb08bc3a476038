import { availableParallelism } from "node:os";
import type { Engine } from "../../src/engine.ts";
import { openFlite } from "../../src/engines/flite/flite.ts";
import { openPhonemiser } from "../../src/phonemes/open.ts";
import { messageOf } from "../../src/message.ts";
import { abortReason } from "../../src/streams.ts";
import type { Config } from "../config.ts";
import type { EngineName } from "../configValues.ts";
import type { Log } from "../observe/log.ts";
import { hibariFolder } from "../pull/hibari.ts";
import { openConfiguredHibari } from "./hibari.ts";
import { openConfiguredKokoro } from "./kokoro.ts";
import { ownerFirst } from "./ownerFirst.ts";
import { type PhonemiserShare, sharePhonemiser } from "./phonemiserShare.ts";
import { openSpeechLm } from "./speechLm.ts";
import { isReplay } from "./tokenSource.ts";
import { voiceFolder } from "./voiceFolder.ts";

/**
 * Opens the configured engines, the default engine first. Throws an Error that names the setting to change, or the
 * reason of `signal` soon after `signal` aborts. Before it throws, it closes the engines that are already open.
 *
 * @example
 * const [engine] = await openEngines(readConfig(process.env), log, signal);
 */
export async function openEngines(
  config: Config,
  log: Log,
  signal: AbortSignal,
): Promise<readonly Engine[]> {
  const engines: Engine[] = [];
  const names = await engineNames(config);
  const share = sharePhonemiser(async () =>
    openPhonemiser(await voiceFolder(config), config.ORT_LIBRARY || null),
  );
  try {
    for (const [at, name] of names.entries()) {
      const others = [...engines.map(({ id }) => id), ...names.slice(at + 1)];
      const engine = await openEngine(name, { config, log, others, share }, signal);
      if (engine !== null) engines.push(engine);
      if (signal.aborted) throw abortReason(signal);
    }
  } catch (error) {
    await closeEngines(engines);
    throw error;
  }
  return isFree(config) ? ownerFirst(engines, config.DEFAULT_SPEAKER) : engines;
}

/** Releases the resources of all engines. */
export async function closeEngines(engines: readonly Engine[]): Promise<void> {
  await Promise.all(engines.map((engine) => engine.close()));
}

/** Returns whether a start should first pull the natural voice: it is missing, and nothing else is configured. */
export async function lacksVoice(config: Config): Promise<boolean> {
  return config.PULL && isFree(config) && (await hibariFolder(config)) === null;
}

/** Returns whether the server chooses its engines itself among the embedded ones. */
function isFree(config: Config): boolean {
  return config.ENGINE.length === 0 && !isReplay(config) && config.TTS_API.length === 0;
}

async function engineNames(config: Config): Promise<readonly EngineName[]> {
  if (config.ENGINE.length > 0) return config.ENGINE;
  if (!isFree(config)) return ["neucodec"];
  return (await hibariFolder(config)) === null ? ["flite"] : ["hibari", "flite"];
}

interface Opening {
  readonly config: Config;
  readonly log: Log;
  /** Names of the engines that are open or will be opened. */
  readonly others: readonly string[];
  readonly share: PhonemiserShare;
}

/** Returns null for an engine that the server can do without. */
async function openEngine(
  name: EngineName,
  { config, log, others, share }: Opening,
  signal: AbortSignal,
): Promise<Engine | null> {
  if (name === "neucodec") return openSpeechLm(config, log, signal);
  if (name === "kokoro") return openConfiguredKokoro(config, { share, log }, signal);
  if (name === "flite") {
    const workers = others.includes("hibari") ? 1 : availableParallelism();
    return openFlite({ workers: config.FLITE_WORKERS || workers });
  }
  try {
    return await openConfiguredHibari(config, share);
  } catch (error) {
    if (!isFree(config)) throw error;
    const remedy = "run `bun run models verify`";
    log("warn", "voice", { message: `Flite speaks alone: ${messageOf(error)}; ${remedy}` });
    return null;
  }
}

import { availableParallelism } from "node:os";
import type { Engine } from "../../src/engine.ts";
import { openFlite } from "../../src/engines/flite/flite.ts";
import { abortReason } from "../../src/streams.ts";
import type { Config } from "../config.ts";
import type { EngineName } from "../configValues.ts";
import type { Log } from "../observe/log.ts";
import { openSpeechLm } from "./speechLm.ts";
import { isReplay } from "./tokenSource.ts";

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
  try {
    for (const name of engineNames(config)) {
      engines.push(await openEngine(name, { config, log }, signal));
      if (signal.aborted) throw abortReason(signal);
    }
  } catch (error) {
    await closeEngines(engines);
    throw error;
  }
  return engines;
}

/** Releases the resources of all engines. */
export async function closeEngines(engines: readonly Engine[]): Promise<void> {
  await Promise.all(engines.map((engine) => engine.close()));
}

function engineNames(config: Config): readonly EngineName[] {
  if (config.ENGINE.length > 0) return config.ENGINE;
  return isReplay(config) || config.TTS_API.length > 0 ? ["neucodec"] : ["flite"];
}

function openEngine(
  name: EngineName,
  { config, log }: { readonly config: Config; readonly log: Log },
  signal: AbortSignal,
): Promise<Engine> {
  return name === "flite"
    ? openFlite({ workers: config.FLITE_WORKERS || availableParallelism() })
    : openSpeechLm(config, log, signal);
}

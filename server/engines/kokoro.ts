import { exists } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Engine } from "../../src/engine.ts";
import { openKokoro } from "../../src/engines/kokoro/kokoro.ts";
import { admissionLimits } from "../admission/limits.ts";
import type { Config } from "../config.ts";
import type { Log } from "../observe/log.ts";
import { kokoroModelPath } from "../pull/kokoro.ts";
import { limitSpeeches } from "./limitSpeeches.ts";
import { type PhonemiserShare, withPhonemiser } from "./phonemiserShare.ts";
import { voiceFolder } from "./voiceFolder.ts";

/**
 * Opens Kokoro with hibari's vocabulary and lexicons. Throws an Error that names the command which pulls what is missing,
 * or the reason of `signal` if it aborts.
 */
export async function openConfiguredKokoro(
  config: Config,
  { share, log }: { readonly share: PhonemiserShare; readonly log: Log },
  signal: AbortSignal,
): Promise<Engine> {
  const model = config.KOKORO_MODEL || kokoroModelPath(config);
  if (!(await exists(model))) {
    const remedy = "run `bun run models pull kokoro`, or set KOKORO_MODEL to a local file";
    throw new Error(`ENGINE=${config.ENGINE.join(",")}: ${model} does not exist; ${remedy}`);
  }
  const vocabulary = join(await voiceFolder(config), "vocab.json");
  return withPhonemiser(share, async (phonemiser) => {
    const files = { model, voices: await voicesOf(model), vocabulary };
    const libraryPath = config.ORT_LIBRARY || null;
    const engine = await openKokoro({ ...files, phonemiser, libraryPath }, signal);
    logSpeed(engine, log);
    const { maxInFlight, maxQueue } = admissionLimits(engine, config);
    return limitSpeeches(engine, maxInFlight + maxQueue);
  });
}

function logSpeed({ liveCapacity = 0 }: Engine, log: Log): void {
  log("info", "kokoro", { live_listeners: liveCapacity });
  if (liveCapacity > 0) return;
  const message =
    "Kokoro was slower than real time at the start, so live answers can stall; ONNX Runtime 1.31 or later (ORT_LIBRARY) needs half the time of 1.30";
  log("warn", "kokoro", { message });
}

/** Returns the folder `voices` beside the model, or else beside its folder, as on the hub. */
async function voicesOf(model: string): Promise<string> {
  const beside = join(dirname(model), "voices");
  return (await exists(beside)) ? beside : join(dirname(model), "..", "voices");
}

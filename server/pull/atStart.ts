import { connectionReason } from "../../src/connection.ts";
import type { Config } from "../config.ts";
import type { Log } from "../observe/log.ts";
import { createBar } from "./bar.ts";
import { pullHibari, type Reporter } from "./hibari.ts";

/** Longest delay of a start by the pull, milliseconds. */
const LIMIT_MS = 20_000;
/** Longest time in which a package index sends nothing, milliseconds. Shorter than the limit, so that pip has time left. */
const SILENCE_MS = 6000;

/**
 * Pulls the natural voice within 20 s. Returns null, or in one line why it is not there and how to get it. Throws only
 * if `signal` aborts.
 */
export async function pullAtStart(
  config: Config,
  reporter: Omit<Reporter, "silenceMs">,
  signal: AbortSignal,
): Promise<string | null> {
  const limit = AbortSignal.timeout(LIMIT_MS);
  try {
    const stopped = AbortSignal.any([signal, limit]);
    await pullHibari(config, { ...reporter, silenceMs: SILENCE_MS }, stopped);
    return null;
  } catch (error) {
    if (signal.aborted) throw error;
    const reason = limit.aborted
      ? `hibari was not pulled within ${LIMIT_MS / 1000} s; \`bun run models pull hibari\` has no limit`
      : connectionReason(error);
    return `${reason}. PULL=false starts without trying`;
  }
}

/** Pulls the natural voice as pullAtStart does, and logs how it went. */
export async function pullWithLog(config: Config, log: Log, signal: AbortSignal): Promise<void> {
  const begunMs = performance.now();
  log("info", "pull", { voice: "hibari" });
  const progress = createBar(
    process.stderr.isTTY && config.LOG_FORMAT === "text" && isShown(config)
      ? { isTerminal: true, write: (text) => process.stderr.write(text) }
      : { isTerminal: false, write: (text) => log("info", "pull", { progress: text.trim() }) },
  );
  const say = (message: string): void => log("debug", "pull", { message });
  const problem = await pullAtStart(config, { progress, say }, signal);
  if (problem === null)
    log("info", "pulled", { voice: "hibari", ms: Math.round(performance.now() - begunMs) });
  else
    log("warn", "pull", {
      message: `Flite speaks, because the natural voice is missing: ${problem}`,
    });
}

function isShown({ LOG_LEVEL }: Config): boolean {
  return LOG_LEVEL === "debug" || LOG_LEVEL === "info";
}

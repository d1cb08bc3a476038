import { openCompletions } from "../../src/lm/completions/completions.ts";
import { openPool } from "../../src/lm/pool.ts";
import { PROMPT_STYLES } from "../../src/lm/prompt.ts";
import { openReplay } from "../../src/lm/replay.ts";
import type { TokenSource } from "../../src/lm/source.ts";
import type { LmStats } from "../../src/lm/stats.ts";
import type { LmActivity } from "../../src/lm/activity.ts";
import { expected } from "../../src/message.ts";
import type { Config } from "../config.ts";

/** Maximum generations in flight on one LM: vLLM's default max_num_seqs. */
const LM_SLOTS = 256;

/** Returns true if recorded tokens replace the speech LM. */
export function isReplay(config: Config): boolean {
  return config.DUMMY_TOKENS_FILE !== "";
}

/** Returns the API key and the model for requests to the speech LM; null for a setting that is empty. */
export function lmAccess(config: Config) {
  return { apiKey: config.TTS_API_KEY || null, model: config.MODEL_NAME || null };
}

/** Opens the configured replay, or a pool of the configured LMs. Throws an Error that names the setting to change. */
export async function openTokenSource(
  config: Config,
  stats: LmStats,
  activity: LmActivity,
): Promise<TokenSource> {
  return isReplay(config) ? replaySource(config) : lmSource(config, stats, activity);
}

async function replaySource(config: Config): Promise<TokenSource> {
  const file = Bun.file(config.DUMMY_TOKENS_FILE);
  if (!(await file.exists()))
    throw new Error(expected("DUMMY_TOKENS_FILE", "an existing file", config.DUMMY_TOKENS_FILE));
  const text = await file.text();
  return openReplay({
    text,
    tokenName: PROMPT_STYLES[config.PROMPT_STYLE].tokenName,
    repeat: config.DUMMY_REPEAT,
    delayS: config.DUMMY_TOKEN_DELAY,
  });
}

function lmSource(config: Config, stats: LmStats, activity: LmActivity): TokenSource {
  if (config.TTS_API.length === 0)
    throw new Error("ENGINE=neucodec needs TTS_API or DUMMY_TOKENS_FILE");
  const idleMs = config.REQUEST_TIMEOUT_S * 1000;
  // With several LMs, a silent LM times out early enough to try every other LM within the request's timeout.
  const count = config.TTS_API.length;
  const firstMs = count > 1 ? idleMs / (count + 1) : idleMs;
  const sources = config.TTS_API.map((url) =>
    openCompletions({
      url,
      ...lmAccess(config),
      style: PROMPT_STYLES[config.PROMPT_STYLE],
      idleMs,
      firstMs,
      loopStop: config.LM_LOOP_STOP,
      onCodes: () => activity.heard(url),
      onFault: stats.count,
      onRunaway: stats.countRunaway,
    }),
  );
  return openPool(sources, { slots: LM_SLOTS, now: () => performance.now() });
}

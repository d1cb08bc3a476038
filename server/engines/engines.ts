import { availableParallelism } from "node:os";
import { liveCapacity } from "../../src/codec/schedule/capacity.ts";
import { createCodec } from "../../src/codec/codec.ts";
import { CPU_LIMITS, type DeviceLimits } from "../../src/codec/schedule/deviceLimits.ts";
import { codecFigures, createCodecStats } from "../../src/codec/schedule/stats.ts";
import type { Decoder } from "../../src/codec/decode/decoder.ts";
import { type Encoder, openEncoder } from "../../src/codec/encoder.ts";
import type { Tuned } from "../../src/codec/calibrate/tune.ts";
import { windowShape } from "../../src/codec/schedule/windows.ts";
import type { Engine, Listener } from "../../src/engine.ts";
import { openFlite } from "../../src/engines/flite/flite.ts";
import { openNeucodec } from "../../src/engines/neucodec/neucodec.ts";
import { openCompletions } from "../../src/lm/completions/completions.ts";
import { type Health, watchHealth } from "../../src/lm/health.ts";
import { openPool } from "../../src/lm/pool.ts";
import { PROMPT_STYLES } from "../../src/lm/prompt.ts";
import { openReplay } from "../../src/lm/replay.ts";
import type { TokenSource } from "../../src/lm/source.ts";
import { createLmStats, type LmStats } from "../../src/lm/stats.ts";
import { abortReason } from "../../src/streams.ts";
import type { Config } from "../config.ts";
import type { EngineName } from "../configValues.ts";
import { batchLimit, openConfiguredDecoder, recordedLengths } from "./decoder.ts";
import type { Log } from "../observe/log.ts";
import { modelFile } from "./modelFile.ts";

/** Generations at once on one LM: vLLM's own usual max_num_seqs. */
const LM_SLOTS = 256;
/** What the one replayed voice is called when SPEAKERS names none. */
const REPLAY_VOICE = "replay";

/**
 * Opens the engines that the configuration asks for, the default one first. Throws an Error that names the setting to
 * change, or the reason of `signal` soon after it aborts; none is left open then.
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

/** Lets go of all that the engines hold. */
export async function closeEngines(engines: readonly Engine[]): Promise<void> {
  await Promise.all(engines.map((engine) => engine.close()));
}

function engineNames(config: Config): readonly EngineName[] {
  if (config.ENGINE.length > 0) return config.ENGINE;
  return replays(config) || config.TTS_API.length > 0 ? ["neucodec"] : ["flite"];
}

/** What an engine is opened with. */
interface Opening {
  readonly config: Config;
  readonly log: Log;
}

function openEngine(name: EngineName, opening: Opening, signal: AbortSignal): Promise<Engine> {
  return name === "flite"
    ? openFlite({ workers: opening.config.FLITE_WORKERS || availableParallelism() })
    : openSpeechLm(opening, signal);
}

async function openSpeechLm({ config, log }: Opening, signal: AbortSignal): Promise<Engine> {
  const lm = createLmStats();
  const tokens = replays(config) ? await replaySource(config) : lmSource(config, lm);
  const tuned = await openConfiguredDecoder(config, log, signal);
  let encoder: Encoder | null = null;
  let health: Health | null = null;
  try {
    encoder = await openConfiguredEncoder(config);
    health = await openHealth(config);
    return composed({ tokens, lm, tuned, encoder, health }, { config, log });
  } catch (error) {
    await closeAll(tuned.decoder, encoder, health);
    throw error;
  }
}

/** What a speech LM's engine consists of. */
interface Parts {
  readonly tokens: TokenSource;
  readonly lm: LmStats;
  readonly tuned: Tuned;
  readonly encoder: Encoder | null;
  readonly health: Health | null;
}

function composed({ tokens, lm, tuned, encoder, health }: Parts, { config, log }: Opening): Engine {
  const { decoder, calibration: cost } = tuned;
  const limits: DeviceLimits = {
    ...CPU_LIMITS,
    cost,
    budgetTokens: cost.budgetTokens,
    maxBatch: batchLimit(config),
    recordedLengths: recordedLengths(config, decoder),
  };
  const { shape } = windowShape(usualListener(config), limits.budgetTokens);
  const capacity = liveCapacity(limits, decoder.lanes, shape);
  log("info", "codec", {
    device: decoder.device,
    fixed_ms: Math.round(cost.fixedMs * 10) / 10,
    per_token_ms: Math.round(cost.perTokenMs * 100) / 100,
    budget_tokens: cost.budgetTokens,
    threads: cost.threads,
    live_capacity: capacity,
  });
  const stats = createCodecStats();
  const codec = createCodec(decoder, {
    limits,
    stats,
    crossfadeMs: config.STREAM_CROSSFADE ? config.CROSSFADE_MS : 0,
    log: (message) => log("debug", "codec", { message }),
    onFailedRun: (message) => log("warn", "decoder", { message }),
  });
  return openNeucodec({
    tokens,
    codec,
    speakers: replays(config) && config.SPEAKERS.length === 0 ? [REPLAY_VOICE] : config.SPEAKERS,
    liveCapacity: capacity,
    unready: () => health?.unready() ?? null,
    figures: () => ({ ...codecFigures(stats), ...lm.figures() }),
    batches: () => stats.batches,
    ...(encoder === null ? {} : { encode: encoder.encode }),
    close: () => closeAll(decoder, encoder, health),
  });
}

/** Whether recorded tokens are spoken, and no LM is asked. */
function replays(config: Config): boolean {
  return config.DUMMY_TOKENS_FILE !== "";
}

async function openHealth(config: Config): Promise<Health | null> {
  if (replays(config)) return null;
  return watchHealth({
    urls: config.TTS_API,
    ...lmAccess(config),
  });
}

/** With which key, and for which model, the speech LM is asked. */
function lmAccess(config: Config) {
  return { apiKey: config.TTS_API_KEY || null, model: config.MODEL_NAME || null };
}

function usualListener(config: Config): Listener {
  return {
    kind: "live",
    targetMs: 0,
    hopS: config.DEFAULT_PLAYBACK_SPEED,
    contextS: config.DEFAULT_PLAYBACK_OVERLAP_SPEED,
  };
}

async function openConfiguredEncoder(config: Config): Promise<Encoder | null> {
  if (config.ENCODER_MODEL === "") return null;
  return openEncoder(await modelFile("ENCODER_MODEL", config), availableParallelism());
}

async function closeAll(
  decoder: Decoder,
  encoder: Encoder | null,
  health: Health | null,
): Promise<void> {
  health?.close();
  await encoder?.close();
  await decoder.close();
}

async function replaySource(config: Config): Promise<TokenSource> {
  const file = Bun.file(config.DUMMY_TOKENS_FILE);
  if (!(await file.exists()))
    throw new Error(`DUMMY_TOKENS_FILE=${config.DUMMY_TOKENS_FILE}: there is no such file`);
  const text = await file.text();
  return openReplay({
    text,
    tokenName: PROMPT_STYLES[config.PROMPT_STYLE].tokenName,
    repeat: config.DUMMY_REPEAT,
    delayS: config.DUMMY_TOKEN_DELAY,
  });
}

function lmSource(config: Config, { count }: LmStats): TokenSource {
  if (config.TTS_API.length === 0)
    throw new Error("ENGINE: neucodec needs TTS_API (or DUMMY_TOKENS_FILE)");
  const idleMs = config.REQUEST_TIMEOUT_S * 1000;
  // One that is silent is given up while the request has patience left for all the others.
  const several = config.TTS_API.length > 1;
  const firstMs = several ? idleMs / (config.TTS_API.length + 1) : idleMs;
  const sources = config.TTS_API.map((url) =>
    openCompletions({
      url,
      ...lmAccess(config),
      style: PROMPT_STYLES[config.PROMPT_STYLE],
      idleMs,
      firstMs,
      onFault: count,
    }),
  );
  return openPool(sources, { slots: LM_SLOTS, now: () => performance.now() });
}

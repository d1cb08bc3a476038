import { availableParallelism } from "node:os";
import type { Calibration } from "../../src/codec/calibrate/calibrate.ts";
import type { Tuned } from "../../src/codec/calibrate/tune.ts";
import { createCodec } from "../../src/codec/codec.ts";
import { TOKENS_PER_SECOND } from "../../src/codec/codes.ts";
import type { Decoder } from "../../src/codec/decode/decoder.ts";
import { type Encoder, openEncoder } from "../../src/codec/encoder.ts";
import { liveCapacity } from "../../src/codec/schedule/capacity.ts";
import { CPU_LIMITS, type DeviceLimits } from "../../src/codec/schedule/deviceLimits.ts";
import { codecFigures, createCodecStats } from "../../src/codec/schedule/stats.ts";
import { windowShape } from "../../src/codec/schedule/windows.ts";
import type { Engine, Listener } from "../../src/engine.ts";
import { openNeucodec } from "../../src/engines/neucodec/neucodec.ts";
import { createLmActivity, type LmActivity } from "../../src/lm/activity.ts";
import { type Health, POLL_MS, watchHealth } from "../../src/lm/health.ts";
import { redactUrl } from "../../src/redact.ts";
import type { LmFailure } from "../../src/lm/failure.ts";
import type { TokenSource } from "../../src/lm/source.ts";
import { createLmStats, type LmStats } from "../../src/lm/stats.ts";
import type { Config } from "../config.ts";
import type { Log } from "../observe/log.ts";
import { batchLimit, openConfiguredDecoder, recordedLengths } from "./decoder.ts";
import { modelFile } from "./modelFile.ts";
import { isReplay, lmAccess, openTokenSource } from "./tokenSource.ts";

/** Name of the only voice of a replay (DUMMY_TOKENS_FILE) if SPEAKERS is empty. */
const REPLAY_VOICE = "replay";

/**
 * Opens a speech LM with its codec, and the encoder if one is configured. Throws an Error that names the setting to
 * change, or the reason of `signal` if it aborts. Before it throws, it closes everything that is already open.
 */
export async function openSpeechLm(config: Config, log: Log, signal: AbortSignal): Promise<Engine> {
  const lm = createLmStats();
  const activity = createLmActivity(() => performance.now());
  const tokens = await openTokenSource(config, lm, activity);
  const tuned = await openConfiguredDecoder(config, log, signal);
  let encoder: Encoder | null = null;
  let health: Health | null = null;
  try {
    encoder = await openConfiguredEncoder(config);
    health = await openHealth(config, { log, activity }, signal);
    return composeEngine({ tokens, lm, tuned, encoder, health }, config, log);
  } catch (error) {
    await closeAll(tuned.decoder, encoder, health);
    throw error;
  }
}

/** The parts of a speech LM's engine, already open. */
interface Parts {
  readonly tokens: TokenSource;
  readonly lm: LmStats;
  readonly tuned: Tuned;
  readonly encoder: Encoder | null;
  readonly health: Health | null;
}

function composeEngine(parts: Parts, config: Config, log: Log): Engine {
  const { tokens, lm, tuned, encoder, health } = parts;
  const { decoder, calibration } = tuned;
  const limits = limitsOf(tuned, config);
  const { shape } = windowShape(defaultListener(config), limits.budgetTokens);
  const capacity = liveCapacity(limits, decoder.lanes, shape);
  logCodec({ device: decoder.device, calibration, capacity }, log);
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
    speakers: isReplay(config) && config.SPEAKERS.length === 0 ? [REPLAY_VOICE] : config.SPEAKERS,
    continuesLast: config.LM_CONTINUE,
    liveCapacity: capacity,
    unready: () => health?.unready() ?? null,
    upstreams: () => health?.upstreams() ?? [],
    figures: () => ({ ...codecFigures(stats), ...lm.figures() }),
    batches: () => stats.batches,
    ...(encoder === null ? {} : { encode: encoder.encode }),
    close: () => closeAll(decoder, encoder, health),
  });
}

function limitsOf({ decoder, calibration }: Tuned, config: Config): DeviceLimits {
  return {
    ...CPU_LIMITS,
    cost: calibration,
    budgetTokens: calibration.budgetTokens,
    // Without batches a run decodes its windows one after the other, and the first would wait for the last.
    maxBatch: decoder.batches ? batchLimit(config) : 1,
    maxHopTokens: Math.round(config.MAX_HOP_S * TOKENS_PER_SECOND),
    recordedLengths: recordedLengths(config, decoder),
  };
}

interface CodecFacts {
  readonly device: string;
  readonly calibration: Calibration;
  readonly capacity: number;
}

function logCodec({ device, calibration, capacity }: CodecFacts, log: Log): void {
  log("info", "codec", {
    device,
    fixed_ms: Math.round(calibration.fixedMs * 10) / 10,
    per_token_ms: Math.round(calibration.perTokenMs * 100) / 100,
    budget_tokens: calibration.budgetTokens,
    threads: calibration.threads,
    live_capacity: capacity,
  });
}

/** Returns a live listener with the configured hop and context. */
function defaultListener(config: Config): Listener {
  return {
    kind: "live",
    targetMs: 0,
    hopS: config.DEFAULT_PLAYBACK_SPEED,
    contextS: config.DEFAULT_PLAYBACK_OVERLAP_SPEED,
  };
}

async function openHealth(
  config: Config,
  { log, activity }: { readonly log: Log; readonly activity: LmActivity },
  signal: AbortSignal,
): Promise<Health | null> {
  if (isReplay(config)) return null;
  const urls = config.TTS_API;
  const meanwhile =
    urls.length > 1 ? "requests go to an LM that answers" : "until then speech is refused";
  const onChange = (url: string, failure: LmFailure | null): void => {
    if (failure === null) log("info", "speech_lm", { url: redactUrl(url), message: "it answers" });
    else {
      const next = `it is asked again every ${POLL_MS / 1000} s, and ${meanwhile}`;
      log("warn", "speech_lm", { message: `${failure.message}; ${next}` });
    }
  };
  return watchHealth({ urls, ...lmAccess(config), isActive: activity.isActive, onChange }, signal);
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

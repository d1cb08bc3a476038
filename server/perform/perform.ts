import { speakersOf } from "../../src/dispatch/speakers.ts";
import { unspokenInput } from "../../src/dispatch/unspokenInput.ts";
import type { Engine } from "../../src/engine.ts";
import { SpeechError } from "../../src/errors.ts";
import { abortReason } from "../../src/streams.ts";
import type { Sound } from "../../src/sound.ts";
import { type SpeechRequest, synthesize } from "../../src/synthesize.ts";
import { whole } from "../../src/text/speakable.ts";
import { createTimeline, type Timeline } from "../../src/timeline.ts";
import type { Admission, Slot } from "../admission/admission.ts";
import { estimatedAudioS } from "../admission/estimate.ts";
import type { Catalogue } from "../catalogue.ts";
import type { Config } from "../config.ts";
import type { Drain } from "../drain.ts";
import type { AccessRecord, SpeechFigures } from "../observe/record.ts";
import { createStages, type Stages } from "../observe/stages.ts";
import type { Watchdog } from "../observe/watchdog.ts";
import { createIdleTimer, withIdleTimeout } from "./idleTimeout.ts";
import { figureHooks, metered } from "./meter.ts";

/** A speech request with a complete text. */
export interface PerformanceRequest extends Omit<SpeechRequest, "text" | "engines"> {
  readonly input: string;
}

/** The speech to perform and the request that it belongs to. */
export interface PerformanceOptions {
  readonly engine: Engine;
  readonly request: PerformanceRequest;
  /** Identifies the client's API key to admission. */
  readonly key: string;
  /** The performance sets `speech` only. */
  readonly record: Pick<AccessRecord, "id" | "startedMs" | "trace" | "speech">;
}

/** Parts of the server that a performance uses. */
export interface PerformanceServices {
  readonly admission: Pick<Admission, "enter">;
  readonly drain: Pick<Drain, "draining" | "deadline">;
  readonly watchdog: Pick<Watchdog, "watch">;
  readonly config: Pick<Config, "REQUEST_TIMEOUT_S">;
  /** Its engines speak the languages that the voice of a request does not speak. */
  readonly catalogue: Pick<Catalogue, "engines">;
  /** A monotonic clock, milliseconds. */
  readonly now: () => number;
}

/** Usage of a performance so far. Token counts are 0 for an engine without an LM. */
export interface Usage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly chars: number;
  readonly audioS: number;
  /** Letters and digits that the engine could not say. */
  readonly unspoken: number;
}

/** One admitted request while it is spoken. It holds a slot until it is left (`leave`). */
export interface Performance {
  /** Sound at OUTPUT_HZ, produced on demand. Throws SpeechError, or the reason of `signal` if it aborts. */
  readonly sounds: AsyncGenerator<Sound>;
  /**
   * Aborts with a SpeechError if the performance has to end early. The causes are the caller's signal, no progress for
   * REQUEST_TIMEOUT_S, the drain deadline, and the watchdog. The performance then calls `leave` itself.
   */
  readonly signal: AbortSignal;
  /** The response enters "reader" while the client reads, and "encoder" when more bytes are needed. */
  readonly stages: Stages;
  readonly timeline: Timeline;
  usage(): Usage;
  /** Counts the letters and digits of the whole input that the engine cannot say, before they are read. */
  unspokenInput(): number;
  /** Releases the slot, stops the watch and closes `sounds`. Further calls do nothing. */
  leave(): void;
}

/**
 * Waits for the admission of a request, then starts to watch the request. Throws the engine's SpeechError if the engine
 * is not ready, "not_ready" while the server drains, "overloaded" if admission refuses the request, and the reason of
 * `signal` if it aborts before the request is admitted.
 *
 * @example
 * const performance = await openPerformance({ engine, request, key: "", record }, services, signal);
 * try {
 *   for await (const { pcm } of performance.sounds) play(pcm);
 * } finally {
 *   performance.leave();
 * }
 */
export async function openPerformance(
  options: PerformanceOptions,
  services: PerformanceServices,
  signal: AbortSignal,
): Promise<Performance> {
  const { engine, request, key, record } = options;
  const { admission, drain, watchdog, now } = services;
  const chars = Array.from(request.input).length;
  const figures: SpeechFigures = { engine: engine.id, voice: request.voice, chars };
  record.speech = figures;
  refuseUnready(engine, drain);

  const stages = (figures.stages = createStages(now));
  const timeline = (figures.timeline = createTimeline(now));
  const abort = new AbortController();
  const ended = AbortSignal.any([signal, abort.signal, drain.deadline]);
  const live = request.listener.kind === "live";
  const audioS = estimatedAudioS(request.input, request.speed);
  const slot = await admission.enter({ key, live, audioS }, ended);
  if (ended.aborted) {
    slot.release();
    throw abortReason(ended);
  }
  stages.enter("engine");
  const admitted = { figures, stages, timeline, slot, abort, signal: ended };
  const sounds = speak(options, admitted, services);
  const { id, startedMs } = record;
  const unwatch = watchdog.watch({ id, startedMs, stages, free: (reason) => abort.abort(reason) });

  let hasLeft = false;
  const leave = (): void => {
    if (hasLeft) return;
    hasLeft = true;
    ended.removeEventListener("abort", leave);
    unwatch();
    slot.release();
    void sounds.return(undefined).catch(() => {});
  };
  ended.addEventListener("abort", leave);
  const usage = (): Usage => usageOf(figures);
  return {
    sounds,
    signal: ended,
    stages,
    timeline,
    usage,
    unspokenInput: () => unspokenOf(options, services),
    leave,
  };
}

interface Admitted extends Pick<Performance, "signal" | "stages" | "timeline"> {
  readonly figures: SpeechFigures;
  readonly slot: Slot;
  /** Aborted by the idle timeout and the watchdog. Its abort ends the performance. */
  readonly abort: AbortController;
}

/** Counts the letters and digits of the input that no voice of the answer can say. */
function unspokenOf(
  { engine, request }: PerformanceOptions,
  { catalogue: { engines } }: PerformanceServices,
): number {
  const { input, voice, normalize, reference } = request;
  const others = reference === undefined ? engines : null;
  const speakerOf = speakersOf({ engine, voice, engines: others });
  return unspokenInput(input, speakerOf, normalize?.language ?? normalize?.defaultLanguage);
}

/** Returns the measured sound of an admitted request, with an idle timeout. */
function speak(
  { engine, request, record }: PerformanceOptions,
  { figures, stages, timeline, slot, abort, signal }: Admitted,
  { config, catalogue: { engines }, now }: PerformanceServices,
): AsyncGenerator<Sound> {
  const timeoutS = config.REQUEST_TIMEOUT_S;
  const idleTimer = createIdleTimer(timeoutS * 1000, () => abort.abort(idleTimeout(timeoutS)));
  const hooks = figureHooks({ figures, stages, trace: record.trace }, (step) => {
    timeline.pass(step);
    stages.alive();
    idleTimer.progress();
  });
  const speech = { ...request, text: whole(request.input), engines, hooks };
  const sounds = synthesize(speech, engine, signal);
  const elapsedMs = (): number => now() - record.startedMs;
  return metered(withIdleTimeout(sounds, idleTimer, signal), { figures, stages, slot, elapsedMs });
}

function refuseUnready(engine: Engine, drain: Pick<Drain, "draining">): void {
  if (drain.draining)
    throw new SpeechError("not_ready", "not ready: the server is shutting down", {
      retryAfterS: 1,
    });
  const reason = engine.unready();
  if (reason !== null) throw reason;
}

function idleTimeout(timeoutS: number): SpeechError {
  return new SpeechError("timeout", `no progress for ${timeoutS} s (REQUEST_TIMEOUT_S)`);
}

function usageOf(figures: SpeechFigures): Usage {
  const { inputTokens = 0, outputTokens = 0, chars, audioS = 0, unspoken = 0 } = figures;
  return { inputTokens, outputTokens, chars, audioS, unspoken };
}

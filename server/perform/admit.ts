import type { Engine } from "../../src/engine.ts";
import { SpeechError } from "../../src/errors.ts";
import type { RequestHooks } from "../../src/requestHooks.ts";
import type { Sound } from "../../src/sound.ts";
import { abortReason } from "../../src/streams.ts";
import { createTimeline, type Timeline } from "../../src/timeline.ts";
import type { Admission, Slot } from "../admission/admission.ts";
import type { Work } from "../admission/fairQueue.ts";
import type { Config } from "../config.ts";
import type { Drain } from "../drain.ts";
import type { AccessRecord, SpeechFigures } from "../observe/record.ts";
import { createStages, type Stages } from "../observe/stages.ts";
import type { Watchdog } from "../observe/watchdog.ts";
import { createIdleTimer, withIdleTimeout } from "./idleTimeout.ts";
import { figureHooks, metered } from "./meter.ts";
import { createStallCount } from "./stalls.ts";

/** Target time to first audio for a live listener, milliseconds. */
export const LIVE_TARGET_MS = 300;

/** The speech that asks for a slot and the request that it belongs to. */
export interface Candidate {
  readonly engine: Engine;
  readonly voice: string;
  /** Length of the text so far, code points. */
  readonly chars: number;
  readonly work: Work;
  /** Its member `speech` is set. */
  readonly record: Pick<AccessRecord, "id" | "startedMs" | "trace" | "speech">;
}

/** Parts of the server that admit and watch speech. */
export interface AdmitServices {
  readonly admission: Pick<Admission, "enter">;
  readonly drain: Pick<Drain, "draining" | "deadline">;
  readonly watchdog: Pick<Watchdog, "watch">;
  readonly config: Pick<Config, "REQUEST_TIMEOUT_S">;
  /** A monotonic clock, milliseconds. */
  readonly now: () => number;
}

/** Speech that holds a slot until it is left (`leave`). */
export interface Admitted {
  /**
   * Aborts with a SpeechError if the speech has to end early. The causes are the caller's signal, no progress for
   * REQUEST_TIMEOUT_S, the drain deadline, and the watchdog. `leave` is then called already.
   */
  readonly signal: AbortSignal;
  /** The response enters "reader" while the client reads, and "encoder" when more bytes are needed. */
  readonly stages: Stages;
  readonly timeline: Timeline;
  readonly figures: SpeechFigures;
  /** The hooks with which the speech is synthesized. */
  readonly hooks: RequestHooks;
  /**
   * Measures sound as it is read, and ends it at a timeout or when the speech is left. Can be called again when the
   * earlier sound has ended.
   */
  measured<S extends Sound>(sounds: AsyncIterable<S>): AsyncGenerator<S>;
  /** Waits for a text of the client. No timeout runs meanwhile. */
  awaitText<T>(text: Promise<T>): Promise<T>;
  /** Releases the slot, stops the watch and closes the sound. Further calls do nothing. */
  leave(): void;
}

/**
 * Waits for a slot, then starts to watch the speech. Throws the engine's SpeechError if the engine is not ready,
 * "not_ready" while the server drains, "overloaded" if admission refuses, and the reason of `signal` if it aborts first.
 *
 * @example
 * const admitted = await admit({ engine, voice, chars, work, record }, services, signal);
 * try {
 *   for await (const { pcm } of admitted.measured(sounds)) play(pcm);
 * } finally {
 *   admitted.leave();
 * }
 */
export async function admit(
  { engine, voice, chars, work, record }: Candidate,
  services: AdmitServices,
  signal: AbortSignal,
): Promise<Admitted> {
  const { admission, drain, watchdog, now } = services;
  const figures: SpeechFigures = { engine: engine.id, voice, chars };
  record.speech = figures;
  refuseUnready(engine, drain);

  figures.live = work.live;
  const stages = (figures.stages = createStages(now));
  const timeline = (figures.timeline = createTimeline(now));
  const abort = new AbortController();
  const ended = AbortSignal.any([signal, abort.signal, drain.deadline]);
  const slot = await admission.enter(work, ended);
  if (ended.aborted) {
    slot.release();
    throw abortReason(ended);
  }
  stages.enter("engine");
  const { id, startedMs } = record;
  const unwatch = watchdog.watch({ id, startedMs, stages, free: (reason) => abort.abort(reason) });
  const held = { figures, stages, timeline, slot, abort, signal: ended };
  const meter = createMeter(record, held, services);

  let hasLeft = false;
  const leave = (): void => {
    if (hasLeft) return;
    hasLeft = true;
    ended.removeEventListener("abort", leave);
    unwatch();
    slot.release();
    meter.close();
  };
  ended.addEventListener("abort", leave);
  const { hooks, measured, awaitText } = meter;
  return { signal: ended, stages, timeline, figures, hooks, measured, awaitText, leave };
}

interface Held extends Pick<Admitted, "signal" | "stages" | "timeline" | "figures"> {
  readonly slot: Slot;
  /** Aborted by the idle timeout and the watchdog. */
  readonly abort: AbortController;
}

/** Creates what measures the sound of admitted speech, with its idle timeout. `close` closes the sound. */
function createMeter(
  record: Candidate["record"],
  { figures, stages, timeline, slot, abort, signal }: Held,
  { config, now }: AdmitServices,
): Pick<Admitted, "hooks" | "measured" | "awaitText"> & { close(): void } {
  const timeoutS = config.REQUEST_TIMEOUT_S;
  const idleTimer = createIdleTimer(timeoutS * 1000, () => abort.abort(idleTimeout(timeoutS)));
  const hooks = figureHooks({ figures, stages, trace: record.trace }, (step) => {
    timeline.pass(step);
    stages.alive();
    idleTimer.progress();
  });
  let lacksText = false;
  let open: AsyncGenerator<Sound> | undefined;
  const stalls = createStallCount({ nowMs: now, readerMs: () => stages.spentMs("reader") });
  const metering = {
    figures,
    stages,
    slot,
    stalls,
    elapsedMs: () => now() - record.startedMs,
    lacksText: () => lacksText,
  };
  return {
    hooks,
    measured(sounds) {
      const measured = metered(withIdleTimeout(sounds, idleTimer, signal), metering);
      open = measured;
      return measured;
    },
    async awaitText(text) {
      lacksText = true;
      idleTimer.suspend();
      slot.onPaused();
      stalls.onPaused();
      if (stages.current === "engine") stages.enter("text");
      try {
        return await text;
      } finally {
        lacksText = false;
        idleTimer.resume();
        if (stages.current === "text") stages.enter("engine");
      }
    },
    close: () => void open?.return(undefined).catch(() => {}),
  };
}

/** Throws SpeechError "not_ready" while the server drains, and the engine's SpeechError if the engine is not ready. */
export function refuseUnready(engine: Engine, drain: Pick<Drain, "draining">): void {
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

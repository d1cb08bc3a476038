import { SpeechError } from "../../src/errors.ts";
import type { Log } from "./log.ts";
import type { Stage, Stages } from "./stages.ts";

export interface Watched {
  readonly id: string;
  readonly startedMs: number;
  readonly stages: Stages;
  /** Ends the request and releases its slot. */
  readonly free: (reason: SpeechError) => void;
}

/** Frees requests that hold a slot but make no progress, in case a timeout of the request itself fails to end it. */
export interface Watchdog {
  /** Watches a request until the returned function is called. Further calls of the function do nothing. */
  watch(request: Watched): () => void;
  /** Checks all requests now. While any request is watched, the watchdog also checks once a second. */
  check(): void;
}

interface WatchdogOptions {
  /** Maximum time without progress by stage, milliseconds. A stage without a limit is not checked. */
  readonly limitsMs: Readonly<Partial<Record<Stage, number>>>;
  readonly log: Log;
  /** Called for each freed request. */
  readonly onFreed: (stage: Stage) => void;
  readonly now: () => number;
}

const CHECK_INTERVAL_MS = 1000;

/**
 * Creates a watchdog. If a request makes no progress for longer than the limit of its stage, the watchdog logs its id
 * and stage and frees it. Limits must be longer than the request's own timeouts.
 *
 * @example
 * const watchdog = createWatchdog({ limitsMs: { engine: 35_000 }, log, onFreed, now });
 * const unwatch = watchdog.watch({ id, startedMs, stages, free: (reason) => abort.abort(reason) });
 */
export function createWatchdog({ limitsMs, log, onFreed, now }: WatchdogOptions): Watchdog {
  const watched = new Set<Watched>();
  let timer: ReturnType<typeof setInterval> | undefined;

  function forget(request: Watched): void {
    watched.delete(request);
    if (watched.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  }

  function check(): void {
    const nowMs = now();
    for (const request of watched) {
      const { id, startedMs, stages, free } = request;
      const stage = stages.current;
      const silentMs = nowMs - stages.aliveMs;
      if (silentMs <= (limitsMs[stage] ?? Infinity)) continue;
      log("error", "stuck", {
        id,
        waits_for: stage,
        silent_ms: Math.round(silentMs),
        held_ms: Math.round(nowMs - startedMs),
      });
      forget(request);
      onFreed(stage);
      free(new SpeechError("timeout", `stuck: no progress in the stage ${stage}`));
    }
  }

  return {
    check,
    watch(request) {
      watched.add(request);
      timer ??= setInterval(check, CHECK_INTERVAL_MS);
      timer.unref();
      return () => forget(request);
    },
  };
}

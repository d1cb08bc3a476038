import { SpeechError } from "../../src/errors.ts";
import type { Log } from "./log.ts";
import type { Stage, Stages } from "./stages.ts";

export interface Watched {
  readonly id: string;
  readonly startedMs: number;
  readonly stages: Stages;
  /** Ends the request and gives its place back. */
  readonly free: (reason: SpeechError) => void;
}

/** Looks after every request that holds a place, in case whoever should have ended it did not. */
export interface Watchdog {
  /** Watches until the returned function is called; calling it again does nothing. */
  watch(request: Watched): () => void;
  /** Looks now; it also does so by itself while there is something to watch. */
  look(): void;
}

interface WatchdogOptions {
  /** How long a request may stand still in a stage, milliseconds; stages without a limit are not looked at. */
  readonly limitsMs: Readonly<Partial<Record<Stage, number>>>;
  readonly log: Log;
  /** Told of each request that was freed. */
  readonly freed: (stage: Stage) => void;
  readonly now: () => number;
}

const LOOK_EVERY_MS = 1000;

/**
 * Every wait of a request has its own limit; this is the net below them. A request that stands still past `limitsMs`
 * is logged with its id and what it waits for, and freed.
 */
export function createWatchdog({ limitsMs, log, freed, now }: WatchdogOptions): Watchdog {
  const watched = new Set<Watched>();
  let timer: ReturnType<typeof setInterval> | undefined;

  function forget(request: Watched): void {
    watched.delete(request);
    if (watched.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  }

  function look(): void {
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
      freed(stage);
      free(new SpeechError("timeout", `stuck: no progress of the ${stage}`));
    }
  }

  return {
    look,
    watch(request) {
      watched.add(request);
      timer ??= setInterval(look, LOOK_EVERY_MS);
      timer.unref();
      return () => forget(request);
    },
  };
}

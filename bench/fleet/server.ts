import { createGate, type Gate } from "../../server/admission/gate.ts";
import type { Limits } from "../../server/admission/limits.ts";
import type { Clock } from "./clock.ts";
import type { OpenEngine, SimEngine } from "./engine.ts";
import { hear, type OnEnd, type Speech } from "./speech.ts";

/** "draining": answers 503. "down": refuses connections. "lost": answers nothing. */
export type State = "up" | "draining" | "down" | "lost";

export interface ServerOptions {
  readonly limits: Limits;
  readonly openEngine: OpenEngine;
  /** Time from the start of the process to ready, milliseconds. */
  readonly startMs: number;
}

/** A simulated server: the gate of the real one before a simulated engine. */
export interface SimServer {
  readonly state: State;
  /** Takes a request of which `onEnd` tells the end. The server is up. */
  take(speech: Speech, onEnd: OnEnd): void;
  /** Restarts the server: it drains, ends, and starts. Calls `onUp` when it is up again. */
  restart(onUp: () => void): void;
  /** The machine is gone for good, with all that it speaks. */
  lose(): void;
  /** Time that its engine worked, milliseconds. */
  readonly busyMs: number;
}

/** REQUEST_TIMEOUT_S, milliseconds. */
const QUEUE_TIMEOUT_MS = 30_000;
/** DRAIN_IDLE_POLLS of server/main.ts, as time. */
const QUIET_MS = 500;
/** Time after an underrun at which a listener gives up a silent connection, milliseconds. */
const PATIENCE_MS = 2000;

export function openSimServer(clock: Clock, options: ServerOptions): SimServer {
  let state: State = "up";
  let onEmpty = (): void => {};
  let pastBusyMs = 0;
  /** What is queued and what is spoken. */
  const held = new Map<Speech, { readonly onEnd: OnEnd; beganMs: number | null }>();
  let gate = newGate(options.limits);
  let engine = newEngine();

  function newEngine(): SimEngine {
    return options.openEngine(clock, (speech, audioS, isLast) => {
      hear(speech, clock.nowMs, audioS);
      gate.onAudio(clock.nowMs, speech, audioS);
      if (isLast) end(speech);
      else gate.onWaiting(speech);
      advance();
    });
  }
  function advance(): void {
    for (let next = gate.next(clock.nowMs); next !== null; next = gate.next(clock.nowMs)) {
      held.get(next)!.beganMs = clock.nowMs;
      engine.begin(next);
    }
  }
  function end(speech: Speech): void {
    gate.end(clock.nowMs, speech, clock.nowMs - held.get(speech)!.beganMs!);
    leave(speech)("complete", 0);
    if (held.size === 0) onEmpty();
  }
  function refuse(speech: Speech, waitMs: number): void {
    gate.drop(speech);
    leave(speech)("refused", Math.max(1000, Math.ceil(waitMs / 1000) * 1000));
    if (held.size === 0) onEmpty();
  }
  function leave(speech: Speech): OnEnd {
    const { onEnd } = held.get(speech)!;
    held.delete(speech);
    return onEnd;
  }
  function stop(next: State): void {
    state = next;
    engine.stop();
    pastBusyMs += engine.busyMs;
  }

  return {
    get state() {
      return state;
    },
    get busyMs() {
      return pastBusyMs + (state === "down" || state === "lost" ? 0 : engine.busyMs);
    },
    take(speech, onEnd) {
      held.set(speech, { onEnd, beganMs: null });
      gate.arrive(clock.nowMs, speech);
      advance();
      const isQueued = (): boolean => held.get(speech)?.beganMs === null;
      if (!isQueued()) return;
      const waitMs = gate.refusal(clock.nowMs, speech);
      if (waitMs !== null) return refuse(speech, waitMs);
      clock.at(clock.nowMs + QUEUE_TIMEOUT_MS, () => {
        if (isQueued()) refuse(speech, gate.waitMs(speech));
      });
    },
    restart(onUp) {
      if (state !== "up") return onUp();
      state = "draining";
      onEmpty = () => {
        onEmpty = () => {};
        clock.at(clock.nowMs + QUIET_MS, () => {
          stop("down");
          clock.at(clock.nowMs + options.startMs, () => {
            [gate, engine, state] = [newGate(options.limits), newEngine(), "up"];
            onUp();
          });
        });
      };
      if (held.size === 0) onEmpty();
    },
    lose() {
      stop("lost");
      for (const [speech, { onEnd }] of held) {
        const silentMs = speech.playback.underrunMs() ?? clock.nowMs;
        clock.at(Math.max(clock.nowMs, silentMs) + PATIENCE_MS, () => onEnd("cut", 0));
      }
      held.clear();
    },
  };
}

function newGate(limits: Limits): Gate<Speech> {
  return createGate<Speech>({ ...limits, shared: false, queueTimeoutMs: QUEUE_TIMEOUT_MS });
}

import type { Listener } from "../../engine.ts";

/** When the listener of one request runs dry: what waits longest for a Worker is what is needed last. */
export interface Playback {
  /** Counts audio given to the reader at `nowMs`. */
  handed(seconds: number, nowMs: number): void;
  /** Until first audio: arrival + target. Afterwards, for a live listener: first audio + all audio handed over. */
  deadlineMs(): number;
}

export function createPlayback(listener: Listener, arrivalMs: number): Playback {
  let firstMs: number | undefined;
  let handedS = 0;
  return {
    handed(seconds, nowMs) {
      firstMs ??= nowMs;
      handedS += seconds;
    },
    deadlineMs() {
      if (firstMs === undefined || listener.kind === "file") return arrivalMs + listener.targetMs;
      return firstMs + handedS * 1000;
    },
  };
}

import type { Listener } from "./engine.ts";

/** Model of one client's playback buffer. The utterances of a request share one model, as they play in sequence. */
export interface Playback {
  /** Playback rate; 1 = real time. */
  readonly speed: number;
  /** Returns when the client's buffer underruns, milliseconds; null before the first audio. */
  underrunMs(): number | null;
  /** Adds `seconds` of audio to the buffer at `nowMs`. Returns how long the buffer was empty until then, milliseconds. */
  add(nowMs: number, seconds: number): number;
}

/**
 * Models a player that starts with the first chunk and plays at `speed`. The model counts the audio passed to `add()`,
 * not the bytes that the client's socket accepted: the buffers of a socket that nobody reads accept 84 s of PCM.
 *
 * @example
 * const playback = createPlayback(1);
 * playback.add(performance.now(), 0.5); // 0: the first chunk is not a stall
 */
export function createPlayback(speed: number): Playback {
  let underrunMs: number | null = null;
  return {
    speed,
    underrunMs: () => underrunMs,
    add(nowMs, seconds) {
      const stallMs = underrunMs === null ? 0 : Math.max(0, nowMs - underrunMs);
      underrunMs = Math.max(nowMs, underrunMs ?? nowMs) + (seconds * 1000) / speed;
      return stallMs;
    },
  };
}

/**
 * Returns when a request that arrived at `sinceMs` needs more audio. For a live listener that already plays, this is
 * when its buffer underruns. Before the first audio, and always for a file, it is `sinceMs` plus the target.
 */
export function deadlineMs(playback: Playback, listener: Listener, sinceMs: number): number {
  const underrunMs = listener.kind === "live" ? playback.underrunMs() : null;
  return underrunMs ?? sinceMs + listener.targetMs;
}

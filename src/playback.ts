import type { Listener } from "./engine.ts";

/** Model of one client's playback buffer. The utterances of a request share it, because they play one after another. */
export interface Playback {
  /** Playback rate; 1 = real time. */
  readonly speed: number;
  /** When the client's buffer underruns, milliseconds; null before the first audio. */
  underrunMs(): number | null;
  /** Adds `seconds` of audio to the buffer at `nowMs`. Returns how long the buffer was empty before it, milliseconds. */
  add(nowMs: number, seconds: number): number;
}

/**
 * Models a player that starts with the first chunk and plays at `speed`. It counts the audio that was handed over, not
 * what a socket accepted: the buffers of an unread socket accept 84 s of PCM.
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
 * When a request that arrived at `sinceMs` needs more audio: a live listener when its buffer underruns, a file, and a
 * live listener before its first audio, at its target.
 */
export function deadlineMs(playback: Playback, listener: Listener, sinceMs: number): number {
  const underrunMs = listener.kind === "live" ? playback.underrunMs() : null;
  return underrunMs ?? sinceMs + listener.targetMs;
}

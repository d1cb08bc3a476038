import type { Listener } from "./engine.ts";

/** How far one request's listener is: shared by its utterances, which are heard one after the other. */
export interface Playback {
  /** Seconds of the handed audio that are heard in a second. */
  readonly speed: number;
  /** When the listener runs dry, milliseconds; null before the first audio. */
  dryMs(): number | null;
  /** Hands `seconds` of audio over at `nowMs`; returns the silence that was heard before it, milliseconds. */
  hear(nowMs: number, seconds: number): number;
}

/**
 * Models a player that begins with the first chunk and plays at `speed`. It counts the audio that was handed over,
 * never what a socket accepted: an unread socket swallows 84 s of PCM.
 */
export function createPlayback(speed: number): Playback {
  let dryMs: number | null = null;
  return {
    speed,
    dryMs: () => dryMs,
    hear(nowMs, seconds) {
      const stallMs = dryMs === null ? 0 : Math.max(0, nowMs - dryMs);
      dryMs = Math.max(nowMs, dryMs ?? nowMs) + (seconds * 1000) / speed;
      return stallMs;
    },
  };
}

/** When `listener`, who came at `sinceMs`, needs more audio: a live one when it runs dry, else at its target. */
export function deadlineMs(playback: Playback, listener: Listener, sinceMs: number): number {
  const dryMs = listener.kind === "live" ? playback.dryMs() : null;
  return dryMs ?? sinceMs + listener.targetMs;
}

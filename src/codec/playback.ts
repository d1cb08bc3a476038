/** How far one request's listener is: shared by its utterances, which are heard one after the other. */
export interface Playback {
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
    dryMs: () => dryMs,
    hear(nowMs, seconds) {
      const stallMs = dryMs === null ? 0 : Math.max(0, nowMs - dryMs);
      dryMs = Math.max(nowMs, dryMs ?? nowMs) + (seconds * 1000) / speed;
      return stallMs;
    },
  };
}

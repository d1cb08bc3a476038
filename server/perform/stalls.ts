import { createPlayback } from "../../src/playback.ts";

/** Shortest gap in the playback that counts as a stall, milliseconds; the load tester uses the same. */
const STALL_MS = 50;

/**
 * Counts how often a listener who plays at real time would have run out of audio because the engine was late. The time
 * that the client does not read, and the time without text, do not count.
 */
export interface StallCount {
  readonly stalls: number;
  /** Reports that the next audio is asked for. */
  onAsked(): void;
  /** Reports that the engine produced `audioS` seconds of audio. */
  onAudio(audioS: number): void;
  /** Reports that the engine waits for more text of the client. */
  onPaused(): void;
}

interface StallClocks {
  /** A clock that never runs backwards, milliseconds. */
  readonly nowMs: () => number;
  /** Total time in which the server waited for the client to read, milliseconds. */
  readonly readerMs: () => number;
}

/**
 * @example
 * const count = createStallCount({ nowMs: () => performance.now(), readerMs: () => stages.spentMs("reader") });
 * count.onAsked();
 * count.onAudio(0.5);
 */
export function createStallCount({ nowMs, readerMs }: StallClocks): StallCount {
  const playback = createPlayback(1);
  let stalls = 0;
  let readerBeforeMs = readerMs();
  /** True if the next gap is the client's own: it did not read or sent no text. Its sockets still hold audio, if any. */
  let isExcused = false;
  return {
    get stalls() {
      return stalls;
    },
    onAsked() {
      const underrunMs = playback.underrunMs();
      const waitedMs = readerMs() - readerBeforeMs;
      if (underrunMs !== null && underrunMs < nowMs() && waitedMs > STALL_MS) isExcused = true;
    },
    onAudio(audioS) {
      const gapMs = playback.add(nowMs(), audioS);
      if (gapMs > STALL_MS && !isExcused) stalls += 1;
      isExcused = false;
      readerBeforeMs = readerMs();
    },
    onPaused() {
      isExcused = true;
    },
  };
}

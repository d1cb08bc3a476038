import type { AudioChunk } from "../formats/chunk.ts";

export type LateSound = ReturnType<typeof createLateSound>;

/** Counts the audio that arrives after a reply was cancelled. */
export function createLateSound() {
  let lastMs: number | null = null;
  let [soundMs, afterAcknowledgementMs] = [0, 0];
  let acknowledgedMs: number | null = null;
  return {
    add({ audioMs }: AudioChunk, atMs: number): void {
      lastMs = atMs;
      soundMs += audioMs;
      if (acknowledgedMs !== null) afterAcknowledgementMs += audioMs;
    },
    /** The server has acknowledged the cancellation. */
    acknowledge: (atMs: number) => void (acknowledgedMs ??= atMs),
    result: () => ({ lastMs, soundMs, acknowledgedMs, afterAcknowledgementMs }),
  };
}

import { createAudible } from "./audible.ts";
import type { AudioChunk } from "./clients/client.ts";
import { type RequestRecord, rounded } from "./record.ts";

/** What a record tells of an answer's audio. */
type Heard = Pick<RequestRecord, "firstAudioMs" | "audibleMs" | "chunks" | "audioS" | "codec">;

/** Adds up the audio of one answer. */
export function createHearing() {
  const audible = createAudible();
  const chunks: [number, number][] = [];
  let audioMs = 0;
  let codec: AudioChunk["codec"] | null = null;
  return {
    /** Whether no audio has come yet. */
    get silent() {
      return chunks.length === 0;
    },
    /** Takes a chunk that was complete at `atMs`. */
    take(chunk: AudioChunk, atMs: number): void {
      chunks.push([rounded(atMs), rounded(chunk.audioMs)]);
      for (const span of chunk.spans) audible.push(span, atMs);
      audioMs += chunk.audioMs;
      codec = chunk.codec;
    },
    heard: (): Heard => ({
      firstAudioMs: chunks[0]?.[0] ?? null,
      audibleMs: audible.atMs === null ? null : rounded(audible.atMs),
      chunks,
      audioS: chunks.length > 0 ? rounded(audioMs) / 1000 : null,
      codec,
    }),
  };
}

import { createAudible } from "./audible.ts";
import type { AudioChunk } from "../formats/chunk.ts";
import { type RequestRecord, rounded } from "../records/record.ts";

/** What a record tells of an answer's audio. */
type Heard = Pick<RequestRecord, "firstAudioMs" | "audibleMs" | "chunks" | "audioS" | "codec">;

/** Adds up the audio of one answer. */
export function createHearing() {
  const audible = createAudible();
  // Two rows of numbers: a pair for each chunk is an object that every garbage collection visits.
  const atsMs: number[] = [];
  const lengthsMs: number[] = [];
  let audioMs = 0;
  let codec: AudioChunk["codec"] | null = null;
  return {
    /** Whether no audio has come yet. */
    get silent() {
      return atsMs.length === 0;
    },
    /** Takes a chunk that was complete at `atMs`. */
    take(chunk: AudioChunk, atMs: number): void {
      atsMs.push(rounded(atMs));
      lengthsMs.push(rounded(chunk.audioMs));
      for (const span of chunk.spans) audible.push(span, atMs);
      audioMs += chunk.audioMs;
      codec = chunk.codec;
    },
    heard: (): Heard => ({
      firstAudioMs: atsMs[0] ?? null,
      audibleMs: audible.atMs === null ? null : rounded(audible.atMs),
      chunks: atsMs.map((ms, index) => [ms, lengthsMs[index] ?? 0] as const),
      audioS: atsMs.length > 0 ? rounded(audioMs) / 1000 : null,
      codec,
    }),
  };
}

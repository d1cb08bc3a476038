import type { AudioChunk } from "../formats/chunk.ts";
import { type RequestRecord, rounded } from "../records/record.ts";
import { createAudible } from "./audible.ts";

/** The fields of a record that describe the audio of an answer. */
type AudioFields = Pick<
  RequestRecord,
  "firstAudioMs" | "audibleMs" | "chunks" | "audioS" | "codec"
>;

export type AudioMeter = ReturnType<typeof createAudioMeter>;

/**
 * Measures the audio of one answer: arrival and length of each chunk, and the first audible sample.
 *
 * @example
 * const meter = createAudioMeter();
 * meter.take(chunk, 120); // a chunk that arrived 120 ms after the level's start
 * meter.fields().firstAudioMs; // 120
 */
export function createAudioMeter() {
  const audible = createAudible();
  // Two arrays of numbers, since every garbage collection would visit one object per chunk.
  const arrivalsMs: number[] = [];
  const lengthsMs: number[] = [];
  let audioMs = 0;
  let codec: AudioChunk["codec"] | null = null;
  return {
    /** True until the first chunk. */
    get isEmpty() {
      return arrivalsMs.length === 0;
    },
    /** Adds a chunk that was complete at `atMs`. */
    take(chunk: AudioChunk, atMs: number): void {
      arrivalsMs.push(rounded(atMs));
      lengthsMs.push(rounded(chunk.audioMs));
      for (const span of chunk.spans) audible.push(span, atMs);
      audioMs += chunk.audioMs;
      codec = chunk.codec;
    },
    fields: (): AudioFields => ({
      firstAudioMs: arrivalsMs[0] ?? null,
      audibleMs: audible.atMs === null ? null : rounded(audible.atMs),
      chunks: arrivalsMs.map((ms, index) => [ms, lengthsMs[index] ?? 0] as const),
      audioS: arrivalsMs.length > 0 ? rounded(audioMs) / 1000 : null,
      codec,
    }),
  };
}

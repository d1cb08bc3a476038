import type { RequestRecord } from "../records/record.ts";
import { play, type Playback } from "./player.ts";

/** What a level's figures need of a request once its chunks are on disk and out of memory. */
export interface Outcome extends Omit<RequestRecord, "chunks" | "schema"> {
  readonly chunkCount: number;
  readonly fourthChunkMs: number | null;
  /** Of the gaps between its chunks; null with fewer than two chunks. */
  readonly meanGapMs: number | null;
  readonly longestGapMs: number | null;
  /** null without audio. */
  readonly playback: Playback | null;
}

/** What stays of `record` once it is written. */
export function toOutcome(record: RequestRecord): Outcome {
  const { chunks, schema: _, ...rest } = record;
  let longestGapMs = 0;
  for (let index = 1; index < chunks.length; index++)
    longestGapMs = Math.max(longestGapMs, gapBefore(chunks, index));
  const spanMs = (chunks.at(-1)?.[0] ?? 0) - (chunks[0]?.[0] ?? 0);
  return {
    ...rest,
    chunkCount: chunks.length,
    fourthChunkMs: chunks[3]?.[0] ?? null,
    meanGapMs: chunks.length < 2 ? null : spanMs / (chunks.length - 1),
    longestGapMs: chunks.length < 2 ? null : longestGapMs,
    playback: chunks.length > 0 ? play(chunks) : null,
  };
}

/**
 * The gaps between chunks of many requests in one array: they are pooled, and a stream of 100 chunks must not keep
 * 99 numbers in an object of its own.
 */
export function createGaps() {
  let gapsMs = new Float64Array(1024);
  let count = 0;
  return {
    add(chunks: RequestRecord["chunks"]): void {
      if (count + chunks.length > gapsMs.length) {
        const grown = new Float64Array(2 * (count + chunks.length));
        grown.set(gapsMs.subarray(0, count));
        gapsMs = grown;
      }
      for (let index = 1; index < chunks.length; index++)
        gapsMs[count++] = gapBefore(chunks, index);
    },
    all: (): Float64Array => gapsMs.subarray(0, count),
  };
}

function gapBefore(chunks: RequestRecord["chunks"], index: number): number {
  return (chunks[index]?.[0] ?? 0) - (chunks[index - 1]?.[0] ?? 0);
}

import { type RequestRecord, serviceMs } from "../records/record.ts";
import { gapBefore } from "./gaps.ts";
import { play, type Playback } from "./player.ts";

/** A request with figures instead of its chunks, so that all requests of a level fit into memory. */
export interface Outcome extends Omit<RequestRecord, "chunks" | "schema"> {
  readonly chunkCount: number;
  readonly fourthChunkMs: number | null;
  /** Mean of the gaps between the chunks; null if there are fewer than two chunks. */
  readonly meanGapMs: number | null;
  readonly longestGapMs: number | null;
  /** Null if the answer has no audio. */
  readonly playback: Playback | null;
}

/** Replaces the chunks of `record` with their figures. */
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

/** Returns the start of the headline latencies: the planned send time in an open loop, otherwise the actual send time. */
export function latencyStartMs(outcome: Outcome, openLoop: boolean): number {
  return openLoop ? outcome.dueMs : outcome.sentMs;
}

/** Returns the service time divided by the audio duration; null if there is no audio. */
export function realTimeFactor(
  outcome: Pick<Outcome, "sentMs" | "endMs" | "audioS">,
): number | null {
  if (outcome.audioS === null || outcome.audioS <= 0) return null;
  return serviceMs(outcome) / 1000 / outcome.audioS;
}

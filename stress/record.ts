import type { TokenUsage } from "./clients/client.ts";
import type { FailureKind } from "./failure.ts";
import { play, type Playback } from "./player.ts";

/** One line of requests.jsonl. Times are milliseconds from the level's start; what was not measured is null. */
export interface RequestRecord {
  readonly seq: number;
  readonly level: string;
  readonly voice: string;
  /** Code points of the text. */
  readonly chars: number;
  /** When it was planned to be sent. */
  readonly dueMs: number;
  readonly sentMs: number;
  /** How late it was sent after it was due and a slot was free. */
  readonly sendLagMs: number;
  /** From the send to a new connection; null on a reused one. */
  readonly connectMs: number | null;
  readonly headersMs: number | null;
  readonly firstAudioMs: number | null;
  readonly audibleMs: number | null;
  /** The last byte of the body, or the instant it failed. */
  readonly endMs: number;
  /** [arrival, audio length] of every chunk. */
  readonly chunks: readonly (readonly [number, number])[];
  readonly audioS: number | null;
  readonly status: number | null;
  readonly error: FailureKind | null;
  readonly errorMessage: string | null;
  /** Only from servers that count tokens. */
  readonly usage?: TokenUsage;
}

/** What a level's figures need of a request once its chunks are on disk and out of memory. */
export interface Outcome extends Omit<RequestRecord, "chunks"> {
  readonly chunkCount: number;
  readonly fourthChunkMs: number | null;
  /** Gaps between chunks. */
  readonly gapsMs: Float64Array;
  /** null without audio. */
  readonly playback: Playback | null;
}

/** What stays of `record` once it is written. */
export function digest(record: RequestRecord): Outcome {
  const { chunks, ...rest } = record;
  const gapsMs = new Float64Array(Math.max(0, chunks.length - 1));
  for (let index = 0; index < gapsMs.length; index++) {
    gapsMs[index] = (chunks[index + 1]?.[0] ?? 0) - (chunks[index]?.[0] ?? 0);
  }
  return {
    ...rest,
    chunkCount: chunks.length,
    fourthChunkMs: chunks[3]?.[0] ?? null,
    gapsMs,
    playback: chunks.length > 0 ? play(chunks) : null,
  };
}

/** `ms` rounded to 0.001 ms, the resolution of everything we write. */
export function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}

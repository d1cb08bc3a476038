import type { AudioChunk, TokenUsage } from "../clients/client.ts";
import type { FailureKind } from "../http/failure.ts";
import { play, type Playback } from "./player.ts";

/** The version of requests.jsonl: a reader refuses a later one. Raised where a member changes its meaning or goes. */
export const RECORD_SCHEMA = 1;

/** One line of requests.jsonl. Times are milliseconds from the level's start; what was not measured is null. */
export interface RequestRecord {
  readonly schema: typeof RECORD_SCHEMA;
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
  /** What its audio was; compressed audio is counted, not looked into: its audibleMs is null. */
  readonly codec: AudioChunk["codec"] | null;
  /** The x-request-id that was sent; empty in records of versions that sent none. */
  readonly requestId: string;
  /** The answer's x-request-id where the server has one of its own. */
  readonly answerId: string | null;
  /** Server-Timing of the answer, header and trailer. */
  readonly serverTiming: string | null;
  readonly status: number | null;
  readonly error: FailureKind | null;
  readonly errorMessage: string | null;
  /** Only from servers that count tokens. */
  readonly usage?: TokenUsage;
}

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

/** How long the server took, from the send. */
export function serviceMs({ endMs, sentMs }: Pick<RequestRecord, "endMs" | "sentMs">): number {
  return endMs - sentMs;
}

/** What stays of `record` once it is written. */
export function digest(record: RequestRecord): Outcome {
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

/** `ms` rounded to 0.001 ms, the resolution of everything we write. */
export function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}

import type { AudioChunk } from "../formats/chunk.ts";
import type { FailureKind } from "../http/failure.ts";

/** Version of requests.jsonl, raised when a member changes its meaning or is removed. Readers refuse other versions. */
export const RECORD_SCHEMA = 1;

/** One line of requests.jsonl. Times are milliseconds from the start of the level; null: not measured. */
export interface RequestRecord {
  readonly schema: typeof RECORD_SCHEMA;
  readonly seq: number;
  readonly level: string;
  readonly voice: string;
  /** Code points of the text. */
  readonly chars: number;
  /** Planned send time. */
  readonly dueMs: number;
  readonly sentMs: number;
  /** From the planned send time, or the free slot if that is later, to the send. */
  readonly sendLagMs: number;
  /** From the send to the new connection; null on a reused one. */
  readonly connectMs: number | null;
  readonly headersMs: number | null;
  readonly firstAudioMs: number | null;
  readonly audibleMs: number | null;
  /** Last byte of the body, or the failure. */
  readonly endMs: number;
  /** [arrival, audio duration] of every chunk, milliseconds. */
  readonly chunks: readonly (readonly [number, number])[];
  readonly audioS: number | null;
  /** Codec of the audio. Compressed audio is not decoded: its audibleMs is null. */
  readonly codec: AudioChunk["codec"] | null;
  /** The x-request-id that was sent; empty in records of older versions. */
  readonly requestId: string;
  /** The x-request-id of the answer, if the server set its own. */
  readonly answerId: string | null;
  /** Server-Timing of the answer, header and trailer. */
  readonly serverTiming: string | null;
  readonly status: number | null;
  readonly error: FailureKind | null;
  readonly errorMessage: string | null;
  /** Absent if the server does not count tokens. */
  readonly usage?: TokenUsage;
}

/** Service time: from the send to the end, milliseconds. */
export function serviceMs({ endMs, sentMs }: Pick<RequestRecord, "endMs" | "sentMs">): number {
  return endMs - sentMs;
}

/** `ms` rounded to 0.001 ms, the resolution of all files. */
export function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}

/** Tokens that the server counted for one request. */
export interface TokenUsage {
  readonly prompt: number;
  readonly completion: number;
  readonly total: number;
}

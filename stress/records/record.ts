import type { AudioChunk } from "../formats/chunk.ts";
import type { FailureKind } from "../http/failure.ts";
import type { TalkRecord } from "./talkRecord.ts";

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
  /** Time from the planned send time (or from the free slot, if a slot became free later) to the send. */
  readonly sendLagMs: number;
  /** Time from the send to the new connection; null if a connection was reused. */
  readonly connectMs: number | null;
  readonly headersMs: number | null;
  readonly firstAudioMs: number | null;
  readonly audibleMs: number | null;
  /** Time of the last byte of the body, or of the failure. */
  readonly endMs: number;
  /** [arrival, audio duration] of every chunk, milliseconds. */
  readonly chunks: readonly (readonly [number, number])[];
  readonly audioS: number | null;
  /** Codec of the audio. Compressed audio is not decoded, so its audibleMs is null. */
  readonly codec: AudioChunk["codec"] | null;
  /** The x-request-id that was sent; empty in records of older versions. */
  readonly requestId: string;
  /** The x-request-id of the answer; null if it is missing or the same as `requestId`. */
  readonly answerId: string | null;
  /** Server-Timing of the answer, from header and trailer. */
  readonly serverTiming: string | null;
  readonly status: number | null;
  readonly error: FailureKind | null;
  readonly errorMessage: string | null;
  /** Absent if the server does not count tokens. */
  readonly usage?: TokenUsage;
  /** Present only for a reply of a conversation, which is sent with its first token. */
  readonly talk?: TalkRecord;
}

/** Returns the service time, from the send to the end, in milliseconds. */
export function serviceMs({ endMs, sentMs }: Pick<RequestRecord, "endMs" | "sentMs">): number {
  return endMs - sentMs;
}

/** Rounds `ms` to 0.001 ms, the resolution of all files. */
export function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}

/** Tokens that the server counted for one request. */
export interface TokenUsage {
  readonly prompt: number;
  readonly completion: number;
  readonly total: number;
}

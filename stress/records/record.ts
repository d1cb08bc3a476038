import type { AudioChunk } from "../formats/chunk.ts";
import type { FailureKind } from "../http/failure.ts";

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

/** How long the server took, from the send. */
export function serviceMs({ endMs, sentMs }: Pick<RequestRecord, "endMs" | "sentMs">): number {
  return endMs - sentMs;
}

/** `ms` rounded to 0.001 ms, the resolution of everything we write. */
export function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}

/** Tokens that the server counted for one request. */
export interface TokenUsage {
  readonly prompt: number;
  readonly completion: number;
  readonly total: number;
}

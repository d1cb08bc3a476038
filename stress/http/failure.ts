import { messageOf } from "../../src/message.ts";

/** The reasons for which a request fails, each with its meaning for a reader of the report. */
export const FAILURE_MEANINGS = {
  connect: "no connection to the server",
  timeout_first_audio: "no audio within --timeout-first-audio",
  timeout_total: "not complete within --timeout-total",
  stalled: "no byte for --timeout-stall after the first audio",
  http_4xx: "the server refused the request, HTTP 3xx or 4xx",
  http_429: "the server refused the request because of its load, HTTP 429",
  http_5xx: "an error of the server, HTTP 5xx",
  truncated: "the answer broke off before its end",
  stale_connection: "a kept connection ended when it was used again, before a byte of the answer",
  client_limit: "the tester could not open another connection",
  empty_audio: "an answer without audio",
  bad_audio: "not the audio that was requested",
  aborted: "interrupted by the user, and excluded from all rates",
} as const;

/** The reason for which a request failed. Every request ends as a success or with exactly one of these kinds. */
export type FailureKind = keyof typeof FAILURE_MEANINGS;

/** A request that did not succeed. */
export class Failure extends Error {
  override readonly name = "Failure";
  readonly kind: FailureKind;

  constructor(kind: FailureKind, message: string, cause?: unknown) {
    super(message, { cause });
    this.kind = kind;
  }
}

/** Returns `error` as a Failure. An error that is not a Failure came from reading the audio and becomes "bad_audio". */
export function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  return new Failure("bad_audio", messageOf(error), error);
}

import { messageOf } from "../../src/message.ts";

/** The reason for which a request failed. Every request ends as a success or with exactly one of these kinds. */
export type FailureKind =
  | "connect" // no connection
  | "timeout_first_audio"
  | "timeout_total"
  | "stalled" // no byte within the stall limit, after the first audio
  | "http_4xx"
  | "http_429"
  | "http_5xx"
  | "truncated" // connection lost after the request was sent and before the end of the body
  | "stale_connection" // a kept connection ended when it was reused, before a byte of the answer
  | "client_limit" // this process could not open another connection
  | "empty_audio"
  | "bad_audio"
  | "aborted"; // interrupted by the user, and excluded from all rates

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

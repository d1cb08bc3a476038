import { messageOf } from "../../src/message.ts";
/** Why a request gave no audio; every request ends as a success or as exactly one of these. */
export type FailureKind =
  | "connect" // no connection
  | "timeout_first_audio"
  | "timeout_total"
  | "stalled" // no byte for the stall limit, after the first audio
  | "http_4xx"
  | "http_429"
  | "http_5xx"
  | "truncated" // lost after the request went out and before the body's end
  | "empty_audio"
  | "bad_audio"
  | "aborted"; // our own Ctrl-C; in no rate

/** The end of a request that did not succeed. */
export class Failure extends Error {
  override readonly name = "Failure";
  readonly kind: FailureKind;

  constructor(kind: FailureKind, message: string, cause?: unknown) {
    super(message, { cause });
    this.kind = kind;
  }
}

/** `error` as a Failure; anything unforeseen while audio was read is the audio's fault. */
export function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  return new Failure("bad_audio", messageOf(error), error);
}

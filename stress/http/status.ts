import { Failure, type FailureKind } from "./failure.ts";

/** Bytes of an error answer's body that are kept for the error message. */
export const ERROR_BODY_BYTES = 500;

/** Returns the failure that `status` means, with the beginning of the body. */
export function statusFailure(status: number, body: string): Failure {
  const text = body.slice(0, ERROR_BODY_BYTES).trim();
  const message = text === "" ? `HTTP ${status}` : `HTTP ${status}: ${text}`;
  // A success in place of another status is the answer of another endpoint.
  return new Failure(failureKindOf(status) ?? "bad_audio", message);
}

/**
 * Returns the kind of failure of `status`; null for 2xx. A redirect is a failure, because its target is not the server
 * under test.
 */
export function failureKindOf(status: number): FailureKind | null {
  if (status >= 200 && status < 300) return null;
  if (status === 429) return "http_429";
  return status >= 500 ? "http_5xx" : "http_4xx";
}

import { Failure, type FailureKind } from "./failure.ts";

/** Bytes of an error answer's body that are kept for the error message. */
export const ERROR_BODY_BYTES = 500;

/** What an answer of an error says. */
interface ErrorAnswer {
  readonly body: string;
  /** Where it redirects to. */
  readonly location: string | undefined;
}

/** Returns the URL to which an answer of the server at `origin` redirects, as far as `location` is one. */
export function redirectTarget(location: string | undefined, origin: string): string | undefined {
  return location === undefined || location === ""
    ? undefined
    : (URL.parse(location, origin)?.href ?? location);
}

/**
 * Returns the failure that `status` means, with the beginning of the body. A redirect is not followed, since its target
 * is another server; the message says where it leads.
 */
export function statusFailure(status: number, { body, location }: ErrorAnswer): Failure {
  const redirect =
    location === undefined ? "" : `redirects to ${location}, which --host can name. `;
  const text = (redirect + body).slice(0, ERROR_BODY_BYTES).trim();
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

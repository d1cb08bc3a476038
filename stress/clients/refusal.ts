import { Failure, type FailureKind } from "../http/failure.ts";
import { field, stringField } from "./messages.ts";

/** Failure kinds by gRPC status code (gRPC documentation, "Status codes"). Every other code is a 5xx. */
const GRPC_KINDS: Readonly<Record<number, FailureKind>> = {
  3: "http_4xx", // INVALID_ARGUMENT
  5: "http_4xx", // NOT_FOUND
  6: "http_4xx", // ALREADY_EXISTS
  7: "http_4xx", // PERMISSION_DENIED
  8: "http_429", // RESOURCE_EXHAUSTED
  9: "http_4xx", // FAILED_PRECONDITION
  11: "http_4xx", // OUT_OF_RANGE
  16: "http_4xx", // UNAUTHENTICATED
};

/** Matches OpenAI's error type for invalid requests, and the names of the gRPC codes above that are a 4xx. */
const CLIENT_FAULTS =
  /invalid_request|invalid_argument|not_found|already_exists|permission_denied|failed_precondition|out_of_range|unauthenticated/i;

/**
 * Returns the Failure for an error inside an answer of status 200, where `error` is the JSON of the error. An error after
 * the first audio is "truncated". An earlier error has the kind of the HTTP status to which it corresponds.
 */
export function serverFailure(error: unknown, afterAudio: boolean): Failure {
  const text =
    typeof error === "string" ? error : (stringField(error, "message") ?? JSON.stringify(error));
  return new Failure(
    afterAudio ? "truncated" : refusalKind(error),
    `error in the answer: ${text.slice(0, 300)}`,
  );
}

/** Throws a Failure if `message` has an `error`. */
export function refuseError(message: unknown, afterAudio: boolean): void {
  const error = field(message, "error");
  if (error !== undefined && error !== null) throw serverFailure(error, afterAudio);
}

function refusalKind(error: unknown): FailureKind {
  for (const name of ["http_code", "status", "code"]) {
    const code = field(error, name);
    if (typeof code !== "number") continue;
    if (code < 100) return GRPC_KINDS[code] ?? "http_5xx";
    return code === 429 ? "http_429" : code >= 400 && code < 500 ? "http_4xx" : "http_5xx";
  }
  const words = ["type", "code", "status"].map((name) => stringField(error, name) ?? "").join(" ");
  if (/rate_limit|overloaded|resource_exhausted|\b429\b/i.test(words)) return "http_429";
  return CLIENT_FAULTS.test(words) ? "http_4xx" : "http_5xx";
}

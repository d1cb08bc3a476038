import { Failure, type FailureKind } from "../http/failure.ts";
import { failureKindOf } from "../http/status.ts";

/** A failed handshake, or a socket that closed before its reply was complete. */
export class SocketFailure extends Failure {
  /** The HTTP status of the handshake, or the code of the close frame; null if there was none. */
  readonly status: number | null;

  constructor(failure: Failure, status: number | null) {
    super(failure.kind, failure.message, failure);
    this.status = status;
  }
}

/** Meanings of close codes (RFC 6455 and the registry of IANA), with the failure of HTTP to which each corresponds. */
const CODES: Readonly<Record<number, readonly [meaning: string, kind: FailureKind]>> = {
  1001: ["going away", "http_5xx"],
  1002: ["protocol error", "http_4xx"],
  1003: ["unsupported data", "http_4xx"],
  1007: ["invalid data", "http_4xx"],
  1008: ["policy violation", "http_4xx"],
  1009: ["message too big", "http_4xx"],
  1011: ["internal error", "http_5xx"],
  1012: ["service restart", "http_5xx"],
  1013: ["try again later", "http_429"],
  1014: ["bad gateway", "http_5xx"],
  3000: ["unauthorized", "http_4xx"],
  3003: ["forbidden", "http_4xx"],
};
/** Codes with which a server ends a socket that it does not want to keep; 1005: a close frame without a code. */
const ENDS: readonly (number | null)[] = [null, 1000, 1001, 1005];

/** A close frame; code null: the connection ended without one. */
export interface Close {
  readonly code: number | null;
  readonly reason: string;
}

/** Returns the failure of a reply whose socket closed before its end. After audio it is "truncated". */
export function closeFailure({ code, reason }: Close, hasAudio: boolean): SocketFailure {
  const [meaning = ""] = CODES[code ?? 0] ?? [];
  const text =
    code === null
      ? `connection lost before the reply's end${reason === "" ? "" : `: ${reason}`}`
      : `closed with ${code}${meaning === "" ? "" : ` (${meaning})`} before the reply's end${reason === "" ? "" : `: ${reason}`}`;
  const kind = hasAudio || code === null ? "truncated" : kindOfCode(code);
  return new SocketFailure(new Failure(kind, text), code);
}

/**
 * Returns the failure of a reply on a kept socket that ended before a message of the reply; null if its code has another
 * reason.
 */
export function staleFailure({ code, reason }: Close): SocketFailure | null {
  if (!ENDS.includes(code)) return null;
  const how = [code === null ? "" : `code ${code}`, reason]
    .filter((part) => part !== "")
    .join(", ");
  const text = `the server closed a kept socket when it was reused${how === "" ? "" : ` (${how})`}`;
  return new SocketFailure(new Failure("stale_connection", text), code);
}

/**
 * Returns the kind of failure to which a close code corresponds. Codes from 4000 on are errors of the application; many
 * use 4000 plus an HTTP status.
 */
export function kindOfCode(code: number): FailureKind {
  const known = CODES[code]?.[1];
  if (known !== undefined) return known;
  if (code < 4000) return "truncated";
  return code >= 4400 && code < 4600 ? (failureKindOf(code - 4000) ?? "http_4xx") : "http_4xx";
}

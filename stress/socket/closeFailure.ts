import { Failure, type FailureKind } from "../http/failure.ts";

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
};

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

/** Returns the kind of failure to which a close code corresponds. Codes from 4000 on are errors of the application. */
export function kindOfCode(code: number): FailureKind {
  return CODES[code]?.[1] ?? (code >= 4000 ? "http_4xx" : "truncated");
}

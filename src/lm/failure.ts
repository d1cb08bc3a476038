import { SpeechError, type SpeechErrorCode } from "../errors.ts";
import { createRedactor } from "../redact.ts";

/** Kinds of failure, by what a retry can do about them. */
export const FAULTS = [
  "request", // prompt or settings refused: every LM would refuse them
  "access", // wrong key, model or address: this LM will refuse again
  "busy", // at capacity: another LM, or a later retry
  "silence", // idle timeout
  "generation", // ended without speech, or at max_tokens: another sample may succeed
  "runaway", // exceeded a bound of the server, as an LM does that ignores max_tokens: another sample may succeed
  "server", // broken, unreachable, or an answer that does not parse
] as const;
export type Fault = (typeof FAULTS)[number];

const CODES: Readonly<Record<Fault, SpeechErrorCode>> = {
  request: "upstream",
  access: "upstream",
  busy: "overloaded",
  silence: "timeout",
  generation: "upstream",
  runaway: "upstream",
  server: "upstream",
};

interface FailureOptions {
  readonly cause?: unknown;
  readonly retryAfterS?: number;
}

/** A SpeechError of the speech LM with its fault. */
export class LmFailure extends SpeechError {
  readonly fault: Fault;

  constructor(fault: Fault, message: string, options: FailureOptions = {}) {
    super(CODES[fault], message, options);
    this.fault = fault;
  }
}

/** Returns the fault of any error that a token source throws. */
export function faultOf(error: unknown): Fault {
  return error instanceof LmFailure ? error.fault : "server";
}

const DEFAULT_RETRY_S = 1;
const MAX_DETAIL_CHARS = 300;

/**
 * Creates the failure for a status other than 200, with the LM's own message; `secrets`, the texts and the key of the
 * request, are redacted in it, since it reaches logs and clients. Reads the body without a timeout of its own.
 */
export async function refusal(response: Response, secrets: readonly string[]): Promise<LmFailure> {
  const { status } = response;
  const redacted = createRedactor(secrets)(refusalMessage(await response.text()));
  const detail = redacted === "" ? "" : `: ${redacted.slice(0, MAX_DETAIL_CHARS)}`;
  const fault = faultOfStatus(status);
  if (fault === "busy") {
    const retryAfterS = Number(response.headers.get("retry-after")) || DEFAULT_RETRY_S;
    return new LmFailure(fault, `the speech LM is busy (${status})${detail}`, { retryAfterS });
  }
  return new LmFailure(fault, `the speech LM refused with ${status}${hint(status)}${detail}`);
}

export function faultOfStatus(status: number): Fault {
  if (status === 429 || status === 503) return "busy";
  if (status === 401 || status === 403 || status === 404) return "access";
  return status >= 400 && status < 500 ? "request" : "server";
}

function hint(status: number): string {
  if (status === 401 || status === 403) return " (check TTS_API_KEY)";
  return status === 404 ? " (check TTS_API and MODEL_NAME)" : "";
}

/**
 * The message of `{"error": "…"}`, `{"error": {"message"}}`, `{"message"}` or `{"detail"}`; otherwise the text itself.
 */
function refusalMessage(text: string): string {
  let message: unknown;
  try {
    message = errorMessage(JSON.parse(text));
  } catch {
    // Not JSON, as from a proxy.
  }
  return (typeof message === "string" ? message : text).trim();
}

function errorMessage(body: unknown): unknown {
  if (typeof body !== "object" || body === null) return body;
  if ("error" in body && body.error !== null) return errorMessage(body.error);
  if ("message" in body) return body.message;
  return "detail" in body ? body.detail : undefined;
}

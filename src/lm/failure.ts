import { SpeechError, type SpeechErrorCode } from "../errors.ts";
import { createRedactor } from "../redact.ts";

/** What failed, and so what may mend it. */
export const FAULTS = [
  "request", // this prompt or these settings were refused: every LM would do so
  "access", // wrong key, model or address: this LM will refuse again
  "busy", // another LM, or a later time
  "silence", // the patience for this request is spent
  "generation", // ended without speech, or ran away: another draw may not
  "server", // broken, unreachable, or it talked nonsense
] as const;
export type Fault = (typeof FAULTS)[number];

const CODES: Readonly<Record<Fault, SpeechErrorCode>> = {
  request: "upstream",
  access: "upstream",
  busy: "overloaded",
  silence: "timeout",
  generation: "upstream",
  server: "upstream",
};

interface FailureOptions {
  readonly cause?: unknown;
  readonly retryAfterS?: number;
}

/** A SpeechError of the speech LM that also knows whose fault it is. */
export class LmFailure extends SpeechError {
  readonly fault: Fault;

  constructor(fault: Fault, message: string, options: FailureOptions = {}) {
    super(CODES[fault], message, options);
    this.fault = fault;
  }
}

/** The fault of any error that came out of a token source. */
export function faultOf(error: unknown): Fault {
  return error instanceof LmFailure ? error.fault : "server";
}

const DEFAULT_RETRY_S = 1;
const MAX_WORDS = 300;

/**
 * What a status other than 200 means, with the LM's own words, but without the texts and the key that it was asked
 * with, which may get neither into a log nor to a client. Reads the body: wait for it with a limit.
 */
export async function refusal(response: Response, asked: readonly string[]): Promise<LmFailure> {
  const { status } = response;
  const words = createRedactor(asked)(refusalWords(await response.text())).slice(0, MAX_WORDS);
  const said = words === "" ? "" : `: ${words}`;
  const fault = faultOfStatus(status);
  if (fault === "busy") {
    const retryAfterS = Number(response.headers.get("retry-after")) || DEFAULT_RETRY_S;
    return new LmFailure(fault, `the speech LM is busy (${status})${said}`, { retryAfterS });
  }
  return new LmFailure(fault, `the speech LM refused with ${status}${hint(status)}${said}`);
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

/** The message of `{"error": "…"}`, `{"error": {"message"}}`, `{"message"}` or `{"detail"}`, else the text itself. */
function refusalWords(text: string): string {
  let words: unknown;
  try {
    words = errorWords(JSON.parse(text));
  } catch {
    // Not JSON: a proxy in between, say.
  }
  return (typeof words === "string" ? words : text).trim();
}

function errorWords(body: unknown): unknown {
  if (typeof body !== "object" || body === null) return body;
  if ("error" in body && body.error !== null) return errorWords(body.error);
  if ("message" in body) return body.message;
  return "detail" in body ? body.detail : undefined;
}

/** Cause of a failure. Only server/errors.ts maps it to an HTTP status. */
export type SpeechErrorCode =
  | "invalid_input" // blank text, nothing speakable, a field out of range
  | "unknown_voice"
  | "unknown_model"
  | "overloaded" // at capacity; `retryAfterS` is set
  | "not_ready" // starting, draining, or the backend is unavailable
  | "upstream" // the speech LM refused, closed the connection or sent an invalid reply
  | "timeout" // no progress within a limit
  | "decode" // the codec or voice failed on this request
  | "aborted" // the client disconnected; counted, not logged as an error
  | "internal";

interface SpeechErrorOptions {
  readonly cause?: unknown;
  /** The invalid request field, if any. */
  readonly param?: string;
  /** Seconds after which a retry can succeed. */
  readonly retryAfterS?: number;
}

/** The error class of the pipeline. The message names the field, its value and the expected value. */
export class SpeechError extends Error {
  override readonly name = "SpeechError";
  readonly code: SpeechErrorCode;
  readonly param: string | undefined;
  readonly retryAfterS: number | undefined;

  constructor(code: SpeechErrorCode, message: string, options: SpeechErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.param = options.param;
    this.retryAfterS = options.retryAfterS;
  }
}

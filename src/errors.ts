/** What went wrong, in the words of the pipeline. HTTP statuses are known to server/errors.ts only. */
export type SpeechErrorCode =
  | "invalid_input" // the request can't be spoken: blank, nothing speakable, out of range
  | "unknown_voice"
  | "unknown_model"
  | "overloaded" // admission refused; `retryAfterS` says when to come back
  | "not_ready" // starting, draining, or the backend is down
  | "upstream" // the speech LM refused, broke or talked nonsense
  | "timeout" // nothing moved for too long
  | "decode" // the codec or voice failed on this request
  | "aborted" // the reader left; counted, no error
  | "internal";

interface SpeechErrorOptions {
  readonly cause?: unknown;
  /** The request field at fault, when there is one. */
  readonly param?: string;
  /** Seconds after which a retry may succeed. */
  readonly retryAfterS?: number;
}

/** The one error class of the pipeline. The message names the field, the value, and what would be right. */
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

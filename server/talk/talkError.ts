import { isServerFault, toSpeechError } from "../errors.ts";
import type { TalkErrorCode } from "./wire.ts";

/** An error of a context or a socket, as its client gets it. */
export interface TalkError {
  readonly code: TalkErrorCode;
  readonly message: string;
  /** True if the engine is not available, so that other contexts would fail too. */
  readonly gone: boolean;
}

/** Converts the error of a context. The message of an unexpected error is logged, never sent. */
export function toTalkError(error: unknown): TalkError {
  const { code, message, param } = toSpeechError(error);
  const gone = code === "not_ready" || code === "upstream";
  if (code === "overloaded") return { code: "rate_limited", message, gone };
  if (code === "invalid_input" && !isServerFault(error) && param === "text")
    return { code: "text_too_long", message, gone };
  return { code: "engine_error", message, gone };
}

import type { Context } from "hono";
import { SpeechError, type SpeechErrorCode } from "../src/errors.ts";
import { dialectOf } from "./dialects.ts";

interface Answer {
  readonly status:
    400 | 401 | 404 | 405 | 408 | 413 | 415 | 426 | 429 | 499 | 500 | 501 | 502 | 503 | 504;
  readonly type: "invalid_request_error" | "rate_limit_error" | "server_error";
  readonly code: string;
}

/** Maps the error codes of the pipeline to HTTP. This is the only such table. */
const answers: Readonly<Record<SpeechErrorCode, Answer>> = {
  invalid_input: { status: 400, type: "invalid_request_error", code: "invalid_value" },
  unknown_voice: { status: 400, type: "invalid_request_error", code: "unknown_voice" },
  unknown_model: { status: 404, type: "invalid_request_error", code: "model_not_found" },
  overloaded: { status: 429, type: "rate_limit_error", code: "overloaded" },
  not_ready: { status: 503, type: "server_error", code: "not_ready" },
  upstream: { status: 502, type: "server_error", code: "upstream_error" },
  timeout: { status: 504, type: "server_error", code: "timeout" },
  decode: { status: 500, type: "server_error", code: "decode_error" },
  // The client has disconnected, so this status appears only in the log. nginx uses 499 for the same case.
  aborted: { status: 499, type: "invalid_request_error", code: "client_left" },
  internal: { status: 500, type: "server_error", code: "internal_error" },
};

const rejections = {
  bad_json: { status: 400, type: "invalid_request_error", code: "invalid_json" },
  bad_form: { status: 400, type: "invalid_request_error", code: "invalid_form" },
  unauthorized: { status: 401, type: "invalid_request_error", code: "invalid_api_key" },
  not_found: { status: 404, type: "invalid_request_error", code: "not_found" },
  wrong_method: { status: 405, type: "invalid_request_error", code: "method_not_allowed" },
  slow_body: { status: 408, type: "invalid_request_error", code: "request_timeout" },
  too_large: { status: 413, type: "invalid_request_error", code: "body_too_large" },
  wrong_type: { status: 415, type: "invalid_request_error", code: "unsupported_media_type" },
  upgrade_required: {
    status: 426,
    type: "invalid_request_error",
    code: "upgrade_required",
  },
  not_configured: { status: 501, type: "invalid_request_error", code: "not_configured" },
} as const satisfies Record<string, Answer>;

/** The error of a request that is refused at the HTTP level, before it reaches the pipeline. */
export class HttpError extends Error {
  override readonly name = "HttpError";
  readonly reason: keyof typeof rejections;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    reason: keyof typeof rejections,
    message: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.reason = reason;
    this.headers = headers;
  }
}

/** Longest message that is sent, characters: a message can repeat a name that the client has sent. */
const MAX_MESSAGE = 2000;

/** Converts any error to a SpeechError. An unexpected error becomes "internal" and keeps its cause for the log. */
export function toSpeechError(error: unknown): SpeechError {
  if (error instanceof SpeechError) return error;
  return new SpeechError("internal", "internal error", { cause: error });
}

/**
 * Returns true if the server, not the client, is at fault. The log shows the cause of such errors. "not_ready" is
 * excluded, because /ready reports it.
 */
export function isServerFault(error: unknown): boolean {
  if (error instanceof HttpError) return false;
  const { code } = toSpeechError(error);
  return code !== "not_ready" && answers[code].type === "server_error";
}

/** Returns the HTTP status of the error of a speech request. */
export function statusOf(error: unknown): number {
  return answers[toSpeechError(error).code].status;
}

/**
 * Converts any error to a response in OpenAI's envelope: `{"error":{message,type,param,code}}`, with the fields that
 * clients of the path's API read. The message of an unexpected error is logged, never sent.
 */
export function errorResponse(c: Context, error: unknown, requestId: string): Response {
  if (error instanceof HttpError) {
    for (const [name, value] of Object.entries(error.headers)) c.header(name, value);
    const details = { message: error.message, param: null, requestId };
    return envelope(c, rejections[error.reason], details);
  }
  const failure = toSpeechError(error);
  if (failure.retryAfterS !== undefined) {
    c.header("Retry-After", String(Math.max(1, Math.ceil(failure.retryAfterS))));
  }
  return envelope(c, answers[failure.code], { ...detailsOf(failure), requestId });
}

/** Converts any error to the same envelope as an object, for a stream that has already started. */
export function errorBody(error: unknown) {
  const failure = toSpeechError(error);
  return body(answers[failure.code], detailsOf(failure));
}

interface Details {
  readonly message: string;
  readonly param: string | null;
}

function detailsOf({ message, param }: SpeechError): Details {
  return { message, param: param ?? null };
}

function body({ type, code }: Answer, { message, param }: Details) {
  const shown = message.length <= MAX_MESSAGE ? message : `${message.slice(0, MAX_MESSAGE)}…`;
  return { error: { message: shown, type, param, code } };
}

function envelope(
  c: Context,
  answer: Answer,
  details: Details & { readonly requestId: string },
): Response {
  const dialect = dialectOf(c.req.path);
  const failure = { ...details, code: answer.code };
  for (const [name, value] of Object.entries(dialect?.headers(failure) ?? {}))
    c.header(name, value);
  c.header("Cache-Control", "no-store");
  // The cast is needed because Hono's status type contains only registered statuses, and 499 is not registered.
  c.status(answer.status as Parameters<Context["status"]>[0]);
  return c.json({ ...body(answer, details), ...dialect?.fields(failure) });
}

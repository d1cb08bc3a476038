interface Failure {
  readonly code: string;
  readonly message: string;
  /** The request's id in the log. */
  readonly requestId: string;
}

/** How the clients of another API read an error: fields beside ours, and headers. */
interface Dialect {
  readonly fields: (failure: Failure) => Readonly<Record<string, unknown>>;
  readonly headers: (failure: Failure) => Readonly<Record<string, string>>;
}

const ELEVEN_LABS: Dialect = {
  fields: ({ code, message }) => ({ detail: { status: code, message } }),
  headers: () => ({}),
};

const DEEPGRAM: Dialect = {
  fields: ({ code, message, requestId }) => ({
    err_code: code,
    err_msg: message,
    request_id: requestId,
  }),
  // Clients of the socket see only this header of a refusal. A header has no line ends and only Latin-1.
  headers: ({ message, requestId }) => ({
    "dg-error": message.replace(/[^\x20-\x7e]/g, "?"),
    "dg-request-id": requestId,
  }),
};

/** Returns the dialect of a path; null for OpenAI's, which is ours. */
export function dialectOf(path: string): Dialect | null {
  if (/^\/v1\/speak\/?$/.test(path)) return DEEPGRAM;
  return /^\/(?:v1\/(?:text-to-|voices)|v2\/voices)/.test(path) ? ELEVEN_LABS : null;
}

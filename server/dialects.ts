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
  headers: ({ message, requestId }) => ({
    ...inHeader(message),
    "dg-request-id": requestId,
  }),
};

/** Paths of sockets besides Deepgram's. */
const SOCKET = /\/(?:multi-)?stream-input\/?$|^\/v1\/audio\/speech\/stream\/?$/;

/** Longest message in a header, characters: proxies refuse answers whose headers are longer than 4 or 8 KB. */
const MAX_HEADER = 1000;

/** Clients of a socket see only a header of a refusal, which has no line ends and only Latin-1. */
function inHeader(message: string): Readonly<Record<string, string>> {
  return { "dg-error": message.slice(0, MAX_HEADER).replace(/[^\x20-\x7e]/g, "?") };
}

/** Returns the dialect of a path; null for OpenAI's, which is ours. */
export function dialectOf(path: string): Dialect | null {
  if (/^\/v1\/speak\/?$/.test(path)) return DEEPGRAM;
  const isElevenLabs = /^\/(?:v1\/(?:text-to-|voices)|v2\/voices)/.test(path);
  const dialect = isElevenLabs ? ELEVEN_LABS : null;
  if (!SOCKET.test(path)) return dialect;
  const fields = dialect?.fields ?? (() => ({}));
  return { fields, headers: ({ message }) => inHeader(message) };
}

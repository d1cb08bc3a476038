/** How a body ended. Times are in milliseconds since the request was sent. */
export interface BodyEnd {
  readonly bytes: Uint8Array;
  /** The error that ended the body; null after a clean end. */
  readonly error: string | null;
  readonly endMs: number;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly headersMs: number;
  /** Resolves with the first bytes of the body. */
  readonly first: Promise<void>;
  readonly end: Promise<BodyEnd>;
  abort(): void;
}

/** Requests speech and reads the body without pauses; the format is PCM unless `body` names another. */
export function requestSpeech(url: string, body: Readonly<Record<string, unknown>>) {
  const client = new AbortController();
  const sentMs = performance.now();
  const answer = fetch(`${url}/v1/audio/speech`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ response_format: "pcm", ...body }),
    signal: client.signal,
  });
  return {
    abort: () => client.abort(),
    answer: answer.then((response): Answer => {
      const { promise: first, resolve, reject } = Promise.withResolvers<void>();
      first.catch(() => {}); // some callers do not await `first`
      const end = read(response, sentMs, resolve).finally(() =>
        reject(new Error("ended before any byte")),
      );
      const { status, headers } = response;
      const headersMs = performance.now() - sentMs;
      return { status, headers, headersMs, first, end, abort: () => client.abort() };
    }),
  };
}

async function read(response: Response, sentMs: number, first: () => void): Promise<BodyEnd> {
  const chunks: Uint8Array[] = [];
  let failure: string | null = null;
  try {
    for await (const chunk of response.body ?? []) {
      chunks.push(chunk);
      first();
    }
  } catch (error) {
    failure = String(error);
  }
  return { bytes: Buffer.concat(chunks), error: failure, endMs: performance.now() - sentMs };
}

/** Requests speech and returns the complete body. Throws an Error on a broken body and on any status except 200. */
export async function completeBody(
  url: string,
  body: Readonly<Record<string, unknown>>,
): Promise<Uint8Array> {
  const answer = await requestSpeech(url, body).answer;
  const { bytes, error } = await answer.end;
  if (answer.status !== 200)
    throw new Error(`${answer.status}: ${new TextDecoder().decode(bytes).slice(0, 200)}`);
  if (error !== null) throw new Error(`the body broke after ${bytes.length} bytes: ${error}`);
  return bytes;
}

/** How an answer ended. Times in ms from the send. */
export interface Ending {
  readonly bytes: Uint8Array;
  /** Why the body was broken off, or null after a clean end. */
  readonly broken: string | null;
  readonly endMs: number;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly headersMs: number;
  /** Resolves with the first bytes of the body. */
  readonly first: Promise<void>;
  readonly end: Promise<Ending>;
  leave(): void;
}

/** Asks a server under test for speech and reads as fast as bytes come; PCM unless `body` says otherwise. */
export function ask(url: string, body: Readonly<Record<string, unknown>>) {
  const client = new AbortController();
  const sentMs = performance.now();
  const answer = fetch(`${url}/v1/audio/speech`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ response_format: "pcm", ...body }),
    signal: client.signal,
  });
  return {
    leave: () => client.abort(),
    answer: answer.then((response): Answer => {
      const { promise: first, resolve, reject } = Promise.withResolvers<void>();
      first.catch(() => {}); // not everybody waits for it
      const end = read(response, sentMs, resolve).finally(() =>
        reject(new Error("ended before any byte")),
      );
      const { status, headers } = response;
      const headersMs = performance.now() - sentMs;
      return { status, headers, headersMs, first, end, leave: () => client.abort() };
    }),
  };
}

async function read(response: Response, sentMs: number, first: () => void): Promise<Ending> {
  const chunks: Uint8Array[] = [];
  let broken: string | null = null;
  try {
    for await (const chunk of response.body ?? []) {
      chunks.push(chunk);
      first();
    }
  } catch (error) {
    broken = String(error);
  }
  return { bytes: Buffer.concat(chunks), broken, endMs: performance.now() - sentMs };
}

/** A whole answer; throws unless it is a 200 with a clean end. */
export async function whole(
  url: string,
  body: Readonly<Record<string, unknown>>,
): Promise<Uint8Array> {
  const answer = await ask(url, body).answer;
  const { bytes, broken } = await answer.end;
  if (answer.status !== 200)
    throw new Error(`${answer.status}: ${new TextDecoder().decode(bytes).slice(0, 200)}`);
  if (broken !== null) throw new Error(`broken off after ${bytes.length} bytes: ${broken}`);
  return bytes;
}

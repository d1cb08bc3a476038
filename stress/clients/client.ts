import type { ChunkReader } from "../formats/chunk.ts";
import type { HttpCall } from "../http/request.ts";
import type { TokenUsage } from "../records/record.ts";

/** Text and voice of one request. */
export interface Ask {
  readonly text: string;
  readonly voice: string;
}

/** Reads the audio of one answer. Throws Failure or BadAudio. */
export interface AudioReader extends ChunkReader {
  /** Returns the tokens that the server counted, after the end of the answer; null if the answer does not report them. */
  usage?(): TokenUsage | null;
}

/** Settings of every client. A client uses only the settings that its API supports. */
export interface Wire {
  readonly modelId: string;
  readonly responseFormat: string;
  readonly stream: boolean;
  /** Form of the answer of OpenAI's API: audio bytes, or server-sent events with audio. */
  readonly streamFormat: "audio" | "sse";
  readonly maxTokens: number;
  readonly timestamp: "TIMESTAMP_TYPE_UNSPECIFIED" | "WORD" | "CHARACTER" | null;
  readonly apiKey: string | null;
  readonly headers: Readonly<Record<string, string>>;
  /** Additional fields of the body as JSON texts, which override the client's fields. */
  readonly extra: Readonly<Record<string, string>>;
}

/** The API of one kind of server: the form of a request and of its answer. */
export interface Client {
  readonly id: string;
  /** True if an answer without audio is a failure. */
  readonly audio: boolean;
  call(ask: Ask): HttpCall;
  /** Creates the reader of one answer with this Content-Type. */
  reader(contentType: string): AudioReader;
}

/**
 * Creates the writer of JSON bodies: fields, overridden by the JSON texts of `extra`. A text is sent as it is, so that a
 * number in it keeps all its digits. What does not change from request to request is written once.
 *
 * @example
 * createBodyWriter({ seed: "1.0" })({ input: "Hello." }); // {"input":"Hello.","seed":1.0}
 */
export function createBodyWriter(extra: Wire["extra"]): (fields: object) => string {
  const added = Object.entries(extra).map(([name, text]) => `${JSON.stringify(name)}:${text}`);
  if (added.length === 0) return (fields) => JSON.stringify(fields);
  const tail = `${added.join(",")}}`;
  const overridden = Object.fromEntries(Object.keys(extra).map((name) => [name, undefined]));
  return (fields) => {
    const own = JSON.stringify({ ...fields, ...overridden }); // leaves out what is undefined
    return own === "{}" ? `{${tail}` : `${own.slice(0, -1)},${tail}`;
  };
}

/** Returns the headers of a JSON request. The user's headers override the other headers. */
export function jsonHeaders(wire: Pick<Wire, "apiKey" | "headers">): Record<string, string> {
  return {
    "content-type": "application/json",
    ...(wire.apiKey === null ? {} : { authorization: `Bearer ${wire.apiKey}` }),
    ...wire.headers,
  };
}

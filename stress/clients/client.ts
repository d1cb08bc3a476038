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
  /** Tokens that the server counted; after the end, for answers that report them. */
  usage?(): TokenUsage | null;
}

/** Settings of every client; each uses those that its API has a field for. */
export interface Wire {
  readonly modelId: string;
  readonly responseFormat: string;
  readonly stream: boolean;
  /** Form of an answer of OpenAI's API: audio bytes, or server-sent events. */
  readonly streamFormat: "audio" | "sse";
  readonly maxTokens: number;
  readonly timestamp: "TIMESTAMP_TYPE_UNSPECIFIED" | "WORD" | "CHARACTER" | null;
  readonly apiKey: string | null;
  readonly headers: Readonly<Record<string, string>>;
  /** Additional fields of the body; they override the client's own. */
  readonly extra: Readonly<Record<string, unknown>>;
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

/** Headers of a JSON request; those of the user override the others. */
export function jsonHeaders(wire: Wire): Record<string, string> {
  return {
    "content-type": "application/json",
    ...(wire.apiKey === null ? {} : { authorization: `Bearer ${wire.apiKey}` }),
    ...wire.headers,
  };
}

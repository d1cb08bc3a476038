import type { ChunkReader } from "../formats/chunk.ts";
import type { HttpCall } from "../http/request.ts";
import type { TokenUsage } from "../records/record.ts";

/** What one request asks for. */
export interface Ask {
  readonly text: string;
  readonly voice: string;
}

/** Reads the audio of one answer. Throws Failure or BadAudio. */
export interface AnswerReader extends ChunkReader {
  /** Tokens that the server counted; after the end, for answers that report them. */
  usage?(): TokenUsage | null;
}

/** What every client is told; each takes what its wire has a place for. */
export interface Wire {
  readonly modelId: string;
  readonly responseFormat: string;
  readonly stream: boolean;
  /** How audio lies in an answer of OpenAI's wire. */
  readonly streamFormat: "audio" | "sse";
  readonly maxTokens: number;
  readonly timestamp: "TIMESTAMP_TYPE_UNSPECIFIED" | "WORD" | "CHARACTER" | null;
  readonly apiKey: string | null;
  readonly headers: Readonly<Record<string, string>>;
  /** Fields beside, and above, the client's own. */
  readonly extra: Readonly<Record<string, unknown>>;
}

/** The wire of one kind of server: how to ask, and how audio lies in the answer. */
export interface Client {
  readonly id: string;
  /** Whether an answer must hold audio to be a success. */
  readonly audio: boolean;
  call(ask: Ask): HttpCall;
  /** A reader for one answer, from its Content-Type. */
  reader(contentType: string): AnswerReader;
}

/** Headers of a JSON request; the user's own win. */
export function jsonHeaders(wire: Wire): Record<string, string> {
  return {
    "content-type": "application/json",
    ...(wire.apiKey === null ? {} : { authorization: `Bearer ${wire.apiKey}` }),
    ...wire.headers,
  };
}

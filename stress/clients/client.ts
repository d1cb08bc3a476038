import type { PcmSpan } from "../formats/wav.ts";

/** Compressed audio that is counted by its frames, never decoded. */
export type CodedFormat = "mp3" | "aac" | "opus" | "flac";

/** What one request asks for. */
export interface Ask {
  readonly text: string;
  readonly voice: string;
}

/** One POST. */
export interface HttpCall {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Audio that became complete with one read (or one message of a stream of messages). */
export interface AudioChunk {
  readonly audioMs: number;
  readonly codec: "pcm" | CodedFormat;
  /** Empty for compressed audio, which is counted but not decoded. */
  readonly spans: readonly PcmSpan[];
  /** Compressed audio as it came since the chunk before, headers and tags with it; empty for PCM. */
  readonly coded: readonly Uint8Array[];
}

/** Turns body bytes, cut anywhere, into chunks of audio. Throws Failure "bad_audio". */
export interface ChunkReader {
  push(bytes: Uint8Array): readonly AudioChunk[];
  /** At the body's clean end: whatever was still waiting for more bytes. */
  end(): readonly AudioChunk[];
  /** After the end, for answers that count tokens. */
  usage?(): TokenUsage | null;
}

export interface TokenUsage {
  readonly prompt: number;
  readonly completion: number;
  readonly total: number;
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
  reader(contentType: string): ChunkReader;
}

/** Headers of a JSON request; the user's own win. */
export function jsonHeaders(wire: Wire): Record<string, string> {
  return {
    "content-type": "application/json",
    ...(wire.apiKey === null ? {} : { authorization: `Bearer ${wire.apiKey}` }),
    ...wire.headers,
  };
}

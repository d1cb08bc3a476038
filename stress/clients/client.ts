import type { PcmSpan } from "../wav.ts";

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
  /** Empty for compressed audio, which is counted but not decoded. */
  readonly spans: readonly PcmSpan[];
}

/** Turns body bytes, cut anywhere, into chunks of audio. Throws Failure "bad_audio". */
export interface ChunkReader {
  push(bytes: Uint8Array): readonly AudioChunk[];
  /** At the body's clean end: whatever was still waiting for more bytes. */
  end(): readonly AudioChunk[];
}

/** The wire of one kind of server: how to ask, and how audio lies in the answer. */
export interface Client {
  readonly id: string;
  call(ask: Ask): HttpCall;
  /** A reader for one answer, from its Content-Type. */
  reader(contentType: string): ChunkReader;
}

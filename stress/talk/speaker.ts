import type { AudioChunk } from "../formats/chunk.ts";
import type { Failure } from "../http/failure.ts";
import type { Times } from "./wires/wire.ts";

/** Takes what the server sends of one reply, at the moment at which it arrives. */
export interface ReplySink {
  /** True after the first sound. */
  readonly hasSound: boolean;
  /** Bytes have arrived. What they complete arrived now, however long its decoding takes. */
  arrived(): void;
  sound(chunks: readonly AudioChunk[]): void;
  times(times: Times): void;
  /** The reply is complete, or its cancellation is acknowledged. */
  ended(): void;
  failed(failure: Failure): void;
}

/** What is known of the connection over which a reply is spoken. */
export interface Connection {
  /** Time of connect and handshake, milliseconds; null if the connection was open before. */
  readonly connectMs: number | null;
  /** HTTP status of its last answer. */
  readonly status: number | null;
  readonly requestId: string;
  /** The x-request-id of the answer. */
  readonly answerId: string | null;
}

/** Speaks the replies of one conversation, one after another. */
export interface Speaker {
  readonly connection: Connection;
  /** Prepares the next reply: connects if that is necessary. Rejects with Failure. */
  ready(signal: AbortSignal): Promise<void>;
  /** Begins a reply, whose answers go to `sink` until the next one begins. */
  begin(sink: ReplySink): void;
  token(text: string): void;
  /** All tokens have been sent. */
  finish(): void;
  /** Stops the reply. Returns true if the server acknowledges that, false if the connection was closed instead. */
  cancel(): boolean;
  close(): void;
}

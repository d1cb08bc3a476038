import type { AudioChunk } from "../formats/chunk.ts";
import type { Reply } from "../reply/reply.ts";

/** A reply that is about to be spoken. */
export interface Turn {
  readonly seq: number;
  readonly level: string;
  readonly voice: string;
  readonly conversation: number;
  readonly turn: number;
  readonly reply: Reply;
  /** When its first token is due, milliseconds of the level's clock. */
  readonly dueMs: number;
  /** Receives every chunk when it arrives. */
  readonly capture?: ((chunk: AudioChunk) => void) | undefined;
}

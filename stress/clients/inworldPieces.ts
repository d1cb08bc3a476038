import type { ChunkReader } from "../formats/chunk.ts";
import { createJsonReader, field, pieceChunks, stringField } from "./messages.ts";
import { refuseError } from "./refusal.ts";

/**
 * Reads Inworld's messages. A message has base64 audio in the member `name`, at the top level or in `result`. Throws
 * Failure if a message has an `error`.
 */
export function createPieceReader(streamed: boolean, name: string): ChunkReader {
  let hasAudio = false;
  return createJsonReader(streamed, (message) => {
    refuseError(message, hasAudio);
    const audio = stringField(field(message, "result") ?? message, name);
    const chunks = audio === null ? [] : pieceChunks(audio);
    hasAudio ||= chunks.length > 0;
    return chunks;
  });
}

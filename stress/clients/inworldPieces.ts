import type { ChunkReader } from "../formats/chunk.ts";
import { createJsonReader, field, pieceChunks, stringField } from "./messages.ts";
import { refuseError } from "./refusal.ts";

/** Reads Inworld's messages: base64 audio in the member `name`, alone or in `result`; or an `error`. */
export function createPieceReader(streamed: boolean, name: string): ChunkReader {
  let heard = false;
  return createJsonReader(streamed, (message) => {
    refuseError(message, heard);
    const audio = stringField(field(message, "result") ?? message, name);
    const chunks = audio === null ? [] : pieceChunks(audio);
    heard ||= chunks.length > 0;
    return chunks;
  });
}

import { Failure } from "../http/failure.ts";
import { createBodyReader } from "../formats/body.ts";
import { decodeAudio } from "./base64Audio.ts";
import type { AudioChunk, ChunkReader } from "../formats/chunk.ts";

/**
 * Reads text line by line if `streamed`, otherwise as one text at the end. `take` is called at the read that completes a
 * line and returns the audio of the line. A last line without a newline is passed to `take` at the end, as the last one.
 */
export function createLineReader(
  streamed: boolean,
  take: (line: string, isLast: boolean) => readonly AudioChunk[],
): ChunkReader {
  let pending: Uint8Array[] = [];
  return {
    push(bytes) {
      if (!streamed) {
        pending.push(bytes);
        return [];
      }
      const chunks: AudioChunk[] = [];
      let start = 0;
      for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
        pending.push(bytes.subarray(start, end));
        const line = decode(pending);
        pending = [];
        start = end + 1;
        chunks.push(...take(line, false));
      }
      if (start < bytes.length) pending.push(bytes.subarray(start));
      return chunks;
    },
    end: () => (pending.length === 0 ? [] : take(decode(pending), true)),
  };
}

/**
 * Reads one JSON message per line if `streamed`, otherwise a single JSON message that can span several lines. Throws
 * Failure "bad_audio" for invalid JSON, and "truncated" if the last message is cut.
 *
 * @example
 * createJsonReader(true, (message) => pieceChunks(stringField(message, "data") ?? ""));
 */
export function createJsonReader(
  streamed: boolean,
  take: (message: unknown) => readonly AudioChunk[],
): ChunkReader {
  return createLineReader(streamed, (line, isLast) =>
    line.trim() === "" ? [] : take(parseJson(line, isLast)),
  );
}

/** Decodes the audio of one message to one chunk. `encoded` is base64 of a WAV with header, or of raw 24 kHz PCM. */
export function pieceChunks(encoded: string): readonly AudioChunk[] {
  const bytes = decodeAudio(encoded);
  const reader = createBodyReader("pcm", "");
  const chunks = [...reader.push(bytes), ...endOfPiece(reader)];
  const [first] = chunks;
  if (first === undefined) return [];
  return [
    {
      audioMs: chunks.reduce((sum, chunk) => sum + chunk.audioMs, 0),
      codec: first.codec,
      spans: chunks.flatMap((chunk) => chunk.spans),
      coded: chunks.flatMap((chunk) => chunk.coded),
    },
  ];
}

/** Ends a piece. The header of a first piece can declare the whole stream, so a shorter piece is not truncated. */
function endOfPiece(reader: ChunkReader): readonly AudioChunk[] {
  try {
    return reader.end();
  } catch (error) {
    if (error instanceof Failure && error.kind === "truncated") return [];
    throw error;
  }
}

/** Returns the string member `name` of `message`; null if `message` has no such string. */
export function stringField(message: unknown, name: string): string | null {
  const value = field(message, name);
  return typeof value === "string" ? value : null;
}

/** Returns the own member `name` of `message`; undefined if `message` is not an object or has no such member. */
export function field(message: unknown, name: string): unknown {
  if (typeof message !== "object" || message === null) return undefined;
  return Object.getOwnPropertyDescriptor(message, name)?.value;
}

/** Parses `text`. Throws Failure "bad_audio", or "truncated" if the beginning of JSON `isLast` of its body. */
export function parseJson(text: string, isLast = false): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (isLast && /^\s*[[{]/.test(text))
      throw new Failure("truncated", `the last message is cut: "${text.slice(0, 60)}"`, error);
    throw new Failure("bad_audio", `not JSON: "${text.slice(0, 60)}"`, error);
  }
}

function decode(parts: readonly Uint8Array[]): string {
  return Buffer.concat(parts).toString();
}

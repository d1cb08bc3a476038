import { Failure } from "../http/failure.ts";
import { createBodyReader } from "../formats/body.ts";
import type { AudioChunk, ChunkReader } from "../formats/chunk.ts";

/**
 * Reads text by lines (`streamed`), or as one text. `take` gives a line's audio; a line counts at the read that
 * completes it; a last line without a newline is a line too.
 */
export function createLineReader(
  streamed: boolean,
  take: (line: string) => readonly AudioChunk[],
): ChunkReader {
  let held: Uint8Array[] = [];
  return {
    push(bytes) {
      if (!streamed) {
        held.push(bytes);
        return [];
      }
      const chunks: AudioChunk[] = [];
      let start = 0;
      for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
        held.push(bytes.subarray(start, end));
        const line = decode(held);
        held = [];
        start = end + 1;
        chunks.push(...take(line));
      }
      if (start < bytes.length) held.push(bytes.subarray(start));
      return chunks;
    },
    end: () => (held.length === 0 ? [] : take(decode(held))),
  };
}

/** Reads an answer that is one JSON message per line, or a single JSON message over many lines. */
export function createJsonReader(
  streamed: boolean,
  take: (message: unknown) => readonly AudioChunk[],
): ChunkReader {
  return createLineReader(streamed, (line) => (line.trim() === "" ? [] : take(parseJson(line))));
}

/** The audio of a message whose base64 has a WAV header of its own (or is raw 24 kHz PCM). */
export function pieceChunks(encoded: string): readonly AudioChunk[] {
  const bytes = Buffer.from(encoded, "base64");
  const reader = createBodyReader("pcm", "");
  const chunks = [...reader.push(bytes), ...reader.end()];
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

/** The member `name` of `message` when that is a string. */
export function stringField(message: unknown, name: string): string | null {
  const value = field(message, name);
  return typeof value === "string" ? value : null;
}

/** The member `name` of `message` when that is an object that has it. */
export function field(message: unknown, name: string): unknown {
  if (typeof message !== "object" || message === null) return undefined;
  return Object.getOwnPropertyDescriptor(message, name)?.value;
}

/** `text` parsed. Throws Failure "bad_audio". */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Failure("bad_audio", `not JSON: "${text.slice(0, 60)}"`, error);
  }
}

function decode(parts: readonly Uint8Array[]): string {
  return Buffer.concat(parts).toString();
}

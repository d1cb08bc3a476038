import { createBodyReader } from "../body.ts";
import { Failure } from "../failure.ts";
import type { AudioChunk, ChunkReader } from "./client.ts";

/** Takes one message of an answer; gives its audio, null when it has none. */
type TakeMessage = (message: unknown) => readonly AudioChunk[];

/**
 * Reads an answer that is one JSON message per line, or a single JSON message over many lines. A message counts
 * at the read that completes it; a last line without a newline is a message too.
 */
export function createLineReader(streamed: boolean, take: TakeMessage): ChunkReader {
  let held: Uint8Array[] = [];
  const message = (text: string) => (text.trim() === "" ? [] : take(parseJson(text)));
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
        chunks.push(...message(decode(held)));
        held = [];
        start = end + 1;
      }
      if (start < bytes.length) held.push(bytes.subarray(start));
      return chunks;
    },
    end: () => message(decode(held)),
  };
}

/** Reads server-sent events whose `data` is JSON; the audio of all events is one stream of bytes. */
export function createEventReader(format: string): ChunkReader {
  const body = createBodyReader(format, "");
  let text = "";
  const decoder = new TextDecoder();
  const event = (data: string): readonly AudioChunk[] => {
    if (data === "" || data === "[DONE]") return [];
    const bytes = base64(stringField(parseJson(data), "audio"));
    return bytes === null ? [] : body.push(bytes);
  };
  const drain = (complete: boolean) => {
    const events = text.split(/\r?\n\r?\n/);
    text = complete ? "" : (events.pop() ?? "");
    return events.flatMap((block) => event(dataOf(block)));
  };
  return {
    push(bytes) {
      text += decoder.decode(bytes, { stream: true });
      return drain(false);
    },
    end: () => [...drain(true), ...body.end()],
  };
}

/** The audio of a message whose base64 has a WAV header of its own (or is raw 24 kHz PCM). */
export function pieceChunks(encoded: string): readonly AudioChunk[] {
  const bytes = base64(encoded);
  if (bytes === null || bytes.length === 0) return [];
  const reader = createBodyReader("pcm", "");
  const chunks = [...reader.push(bytes), ...reader.end()];
  if (chunks.length === 0) return [];
  return [
    {
      audioMs: chunks.reduce((sum, chunk) => sum + chunk.audioMs, 0),
      spans: chunks.flatMap((chunk) => chunk.spans),
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

/** Throws Failure when a message says that the server failed in the middle of its answer. */
export function refuseError(message: unknown): void {
  const error = field(message, "error");
  if (error === undefined || error === null) return;
  throw new Failure("bad_audio", `the server says: ${JSON.stringify(error).slice(0, 300)}`);
}

function dataOf(block: string): string {
  const lines = block.split(/\r?\n/).filter((line) => line.startsWith("data:"));
  return lines.map((line) => line.slice(5).trimStart()).join("\n");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Failure("bad_audio", `not JSON: "${text.slice(0, 60)}"`, error);
  }
}

function base64(text: string | null): Uint8Array | null {
  return text === null ? null : Buffer.from(text, "base64");
}

function decode(parts: readonly Uint8Array[]): string {
  return Buffer.concat(parts).toString();
}

import type { AudioChunk, ChunkReader } from "./clients/client.ts";
import { Failure } from "./failure.ts";
import { createPcmReader, createWavReader, spanMs } from "./wav.ts";
import type { PcmFormat, PcmSpan, SpanReader } from "./wav.ts";

/** Raw PCM unless the answer's Content-Type says otherwise. */
const PCM: PcmFormat = { rateHz: 24_000, channels: 1, bits: 16, encoding: "int" };

/**
 * Reads a body that is audio and nothing else. What it is, its first bytes say; a body without a known signature
 * is raw PCM where that was asked for (`format` "pcm") or is said (Content-Type audio/pcm, audio/L16).
 */
export function createBodyReader(format: string, contentType: string): ChunkReader {
  let reader: SpanReader | null = null;
  let head: Uint8Array = new Uint8Array(0);
  const read = (bytes: Uint8Array): readonly AudioChunk[] => {
    if (reader !== null) return asChunk(reader.push(bytes));
    head = head.length === 0 ? bytes : new Uint8Array([...head, ...bytes]);
    if (head.length < 4) return [];
    reader = openReader(head, format, contentType);
    return asChunk(reader.push(head));
  };
  return {
    push: read,
    end() {
      if (reader !== null) reader.end();
      else if (head.length > 0)
        throw new Failure("bad_audio", `a body of ${head.length} bytes is no audio`);
      return [];
    },
  };
}

function openReader(head: Uint8Array, format: string, contentType: string): SpanReader {
  const signature = String.fromCharCode(...head.subarray(0, 4));
  if (signature === "RIFF") return createWavReader();
  const raw = /^audio\/(pcm|l16|x-pcm|raw)\b/i.test(contentType);
  const text = /^text\/|json|html|xml/i.test(contentType);
  if (raw || (format === "pcm" && !text)) return createPcmReader(pcmFormat(contentType));
  const shown = new TextDecoder().decode(head.subarray(0, 60)).replaceAll(/[^\x20-\x7e]/g, ".");
  throw new Failure(
    "bad_audio",
    `asked for ${format}, got ${contentType || "a body without Content-Type"} beginning "${shown}"`,
  );
}

/** `audio/pcm;rate=16000;channels=2;bits=16`, any part of it missing. */
function pcmFormat(contentType: string): PcmFormat {
  const parameter = (name: string, fallback: number) => {
    const match = new RegExp(`[;\\s]${name}\\s*=\\s*"?(\\d+)`, "i").exec(contentType);
    return match ? Number(match[1]) || fallback : fallback;
  };
  return {
    ...PCM,
    rateHz: parameter("(?:sample)?rate", PCM.rateHz),
    channels: parameter("channels", PCM.channels),
    bits: parameter("bits", PCM.bits),
  };
}

/** All audio of one read is one chunk. */
export function asChunk(spans: readonly PcmSpan[]): readonly AudioChunk[] {
  if (spans.length === 0) return [];
  return [{ audioMs: spans.reduce((sum, span) => sum + spanMs(span), 0), spans }];
}

import type { AudioChunk, ChunkReader } from "./chunk.ts";
import { expected } from "../../src/message.ts";
import { BadAudio } from "./badAudio.ts";
import { createAdtsReader, readAdtsHeader } from "./adts.ts";
import { concat, excerpt, tag } from "./bytes.ts";
import { createFlacReader } from "./flac.ts";
import { createMp3Reader, readMp3Header } from "./mp3.ts";
import { createOggOpusReader } from "./oggOpus.ts";
import { createPcmReader, spanMs } from "./pcm.ts";
import { createWavReader } from "./wav.ts";
import type { PcmFormat, PcmSpan, SpanReader } from "./pcm.ts";

/** Defaults of raw PCM, for parameters that the Content-Type leaves out. */
const PCM: PcmFormat = { rateHz: 24_000, channels: 1, bits: 16, encoding: "int" };
/** Length of the longest signature, an ADTS header. */
const SIGNATURE_BYTES = 7;

/**
 * Reads a body of audio, whose first bytes determine the format. A body without a known signature is raw PCM if PCM was
 * requested (`format` "pcm") or declared (Content-Type audio/pcm, audio/L16).
 */
export function createBodyReader(format: string, contentType: string): ChunkReader {
  let reader: ChunkReader | null = null;
  let head: Uint8Array = new Uint8Array(0);
  const open = (): readonly AudioChunk[] => {
    reader = openReader(head, format, contentType);
    return reader.push(head);
  };
  return {
    push(bytes) {
      if (reader !== null) return reader.push(bytes);
      head = concat(head, bytes);
      return head.length < SIGNATURE_BYTES ? [] : open();
    },
    end() {
      if (head.length === 0) return [];
      const chunks = reader === null ? open() : [];
      return [...chunks, ...(reader?.end() ?? [])];
    },
  };
}

function openReader(head: Uint8Array, format: string, contentType: string): ChunkReader {
  const signature = tag(head, 0);
  if (signature === "RIFF") return pcmChunks(createWavReader());
  if (signature === "OggS") return createOggOpusReader();
  if (signature === "fLaC") return createFlacReader();
  const raw = /^audio\/(pcm|l16|x-pcm|raw)\b/i.test(contentType);
  const text = /^text\/|json|html|xml/i.test(contentType);
  // PCM is checked before the sync words of AAC and MP3, because PCM samples often contain their eleven bits.
  if (raw || (format === "pcm" && !text)) return pcmChunks(createPcmReader(pcmFormat(contentType)));
  if (!text) {
    if (readAdtsHeader(head) !== null) return createAdtsReader();
    if (readMp3Header(head) !== null) return createMp3Reader();
    // A frame header can follow tags or junk. The Content-Type takes precedence over the requested format.
    const named = /audio\/(?:x-)?(aac|mpeg|mp3)\b/i.exec(contentType)?.[1];
    if (named === "aac" || (signature.startsWith("ID3") && format === "aac"))
      return createAdtsReader();
    if (named !== undefined || signature.startsWith("ID3")) return createMp3Reader();
  }
  throw new BadAudio(
    expected(
      "response body",
      `audio (${format})`,
      `${contentType || "a body without Content-Type"} that starts with "${excerpt(head)}"`,
    ),
  );
}

/** Cache of parsed Content-Types. A server sends the same one or two with thousands of answers. */
const parsedTypes = new Map<string, PcmFormat>();
const MAX_PARSED_TYPES = 100;

/** Parses `audio/pcm;rate=16000;channels=2;bits=16`; each parameter is optional. */
function pcmFormat(contentType: string): PcmFormat {
  const cached = parsedTypes.get(contentType);
  if (cached !== undefined) return cached;
  const parameter = (name: string, fallback: number) => {
    const match = new RegExp(`[;\\s]${name}\\s*=\\s*"?(\\d+)`, "i").exec(contentType);
    return match ? Number(match[1]) || fallback : fallback;
  };
  const format: PcmFormat = {
    ...PCM,
    rateHz: parameter("(?:sample)?rate", PCM.rateHz),
    channels: parameter("channels", PCM.channels),
    bits: parameter("bits", PCM.bits),
  };
  if (parsedTypes.size < MAX_PARSED_TYPES) parsedTypes.set(contentType, format);
  return format;
}

/** Converts a reader of spans to a reader of chunks. The audio of one read is one chunk. */
function pcmChunks(reader: SpanReader): ChunkReader {
  return {
    push(bytes) {
      const spans: readonly PcmSpan[] = reader.push(bytes);
      if (spans.length === 0) return [];
      const audioMs = spans.reduce((sum, span) => sum + spanMs(span), 0);
      return [{ audioMs, codec: "pcm", spans, coded: [] }];
    },
    end() {
      reader.end();
      return [];
    },
  };
}

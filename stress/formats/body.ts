import type { AudioChunk, ChunkReader } from "./chunk.ts";
import { BadAudio } from "./badAudio.ts";
import { createAdtsReader, readAdtsHeader } from "./adts.ts";
import { joined, shown, tag } from "./bytes.ts";
import { createFlacReader } from "./flac.ts";
import { createMp3Reader, readMp3Header } from "./mp3.ts";
import { createOggOpusReader } from "./oggOpus.ts";
import { createPcmReader, spanMs } from "./pcm.ts";
import { createWavReader } from "./wav.ts";
import type { PcmFormat, PcmSpan, SpanReader } from "./pcm.ts";

/** Raw PCM unless the answer's Content-Type says otherwise. */
const PCM: PcmFormat = { rateHz: 24_000, channels: 1, bits: 16, encoding: "int" };
/** Enough for every signature: an ADTS header is the longest. */
const HEAD_BYTES = 7;

/**
 * Reads a body that is audio and nothing else. What it is, its first bytes say; a body without a known signature
 * is raw PCM where that was asked for (`format` "pcm") or is said (Content-Type audio/pcm, audio/L16).
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
      head = joined(head, bytes);
      return head.length < HEAD_BYTES ? [] : open();
    },
    end() {
      if (head.length === 0) return [];
      const late = reader === null ? open() : [];
      return [...late, ...(reader?.end() ?? [])];
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
  // Before the sync words: eleven bits are found in any samples.
  if (raw || (format === "pcm" && !text)) return pcmChunks(createPcmReader(pcmFormat(contentType)));
  if (!text) {
    if (readAdtsHeader(head) !== null) return createAdtsReader();
    if (readMp3Header(head) !== null) return createMp3Reader();
    // Behind tags or bytes without meaning; the answer's type is believed before what was asked for.
    const named = /audio\/(?:x-)?(aac|mpeg|mp3)\b/i.exec(contentType)?.[1];
    if (named === "aac" || (signature.startsWith("ID3") && format === "aac"))
      return createAdtsReader();
    if (named !== undefined || signature.startsWith("ID3")) return createMp3Reader();
  }
  throw new BadAudio(
    `asked for ${format}, got ${contentType || "a body without Content-Type"} beginning "${shown(head)}"`,
  );
}

/** Each PCM Content-Type that was seen: a server has one or two of them, and thousands of answers. */
const known = new Map<string, PcmFormat>();
const MAX_KNOWN = 100;

/** `audio/pcm;rate=16000;channels=2;bits=16`, any part of it missing. */
function pcmFormat(contentType: string): PcmFormat {
  const before = known.get(contentType);
  if (before !== undefined) return before;
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
  if (known.size < MAX_KNOWN) known.set(contentType, format);
  return format;
}

/** All audio of one read is one chunk. */
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

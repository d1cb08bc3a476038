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

/** Defaults of audio without a header, for parameters that the Content-Type leaves out. */
const PCM: PcmFormat = { rateHz: 24_000, channels: 1, bits: 16, encoding: "int" };
const G711: Omit<PcmFormat, "encoding"> = { rateHz: 8000, channels: 1, bits: 8 };
const HEADERLESS: Readonly<Record<string, PcmFormat>> = {
  pcm: PCM,
  ulaw: { ...G711, encoding: "ulaw" },
  alaw: { ...G711, encoding: "alaw" },
};
/** Content-Types that declare audio without a header. */
const DECLARED = [
  [/^audio\/(pcm|l16|x-pcm|raw)\b/i, "pcm"],
  [/^audio\/(pcmu|basic|(x-)?(mu|u)-?law)\b/i, "ulaw"],
  [/^audio\/(pcma|(x-)?a-?law)\b/i, "alaw"],
] as const;
/** Length of the longest signature, an ADTS header. */
const SIGNATURE_BYTES = 7;

/**
 * Reads a body of audio, whose first bytes determine the format. A body without a known signature is raw PCM or G.711 if
 * that was declared (Content-Type audio/pcm, audio/L16, audio/PCMU, …) or requested (`format` "pcm", "ulaw", "alaw").
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
  const text = /^text\/|json|html|xml/i.test(contentType);
  // Raw samples are checked before the sync words of AAC and MP3, because they often contain those eleven bits.
  const declared = DECLARED.find(([pattern]) => pattern.test(contentType))?.[1];
  const headerless = HEADERLESS[declared ?? (text ? "" : format)];
  if (headerless !== undefined)
    return pcmChunks(createPcmReader(withParameters(headerless, contentType)));
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

/** Applies the parameters of `audio/pcm;rate=16000;channels=2;bits=16`; each is optional. */
function withParameters(usual: PcmFormat, contentType: string): PcmFormat {
  const key = `${usual.encoding} ${contentType}`;
  const cached = parsedTypes.get(key);
  if (cached !== undefined) return cached;
  const parameter = (name: string, fallback: number) => {
    const match = new RegExp(`[;\\s]${name}\\s*=\\s*"?(\\d+)`, "i").exec(contentType);
    return match ? Number(match[1]) || fallback : fallback;
  };
  const format: PcmFormat = {
    ...usual,
    rateHz: parameter("(?:sample)?rate", usual.rateHz),
    channels: parameter("channels", usual.channels),
    bits: parameter("bits", usual.bits),
  };
  if (parsedTypes.size < MAX_PARSED_TYPES) parsedTypes.set(key, format);
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

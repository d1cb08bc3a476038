import type { AudioChunk, ChunkReader } from "./chunk.ts";
import { expected } from "../../src/message.ts";
import { BadAudio } from "./badAudio.ts";
import { createAdtsReader } from "./adts.ts";
import { concat, excerpt } from "./bytes.ts";
import { createFlacReader } from "./flac.ts";
import { type Declared, declaredFormat } from "./mediaType.ts";
import { createMp3Reader } from "./mp3.ts";
import { createOggOpusReader } from "./oggOpus.ts";
import { createPcmReader, spanMs } from "./pcm.ts";
import { bytesToDecide, doublyFramedFormat, framedFormat, signedFormat } from "./signature.ts";
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
/** Formats of answers that a requested format accepts; WAV is PCM with a header. */
const ACCEPTED: Readonly<Record<string, readonly string[]>> = {
  wav: ["wav", "pcm"],
  pcm: ["wav", "pcm"],
  ulaw: ["ulaw", "wav"],
  alaw: ["alaw", "wav"],
  mp3: ["mp3"],
  opus: ["opus"],
  flac: ["flac"],
  aac: ["aac"],
};
/**
 * Reads a body of audio in the requested `format`. Its Content-Type is believed before its first bytes, except that a
 * WAV header is believed before a type of raw samples. Audio in another format, text and containers that cannot be
 * counted are BadAudio. A `format` that the tester does not know accepts every format it can count.
 */
export function createBodyReader(format: string, contentType: string): ChunkReader {
  let reader: ChunkReader | null = null;
  let head: Uint8Array = new Uint8Array(0);
  const isRaw = format in HEADERLESS && declaredFormat(contentType) === null;
  const open = (): readonly AudioChunk[] => {
    reader = openReader(head, format, contentType);
    return reader.push(head);
  };
  return {
    push(bytes) {
      if (reader !== null) return reader.push(bytes);
      head = concat(head, bytes);
      return head.length < bytesToDecide(head, isRaw) ? [] : open();
    },
    end() {
      if (head.length === 0) return [];
      const chunks = reader === null ? open() : [];
      return [...chunks, ...(reader?.end() ?? [])];
    },
  };
}

function openReader(head: Uint8Array, format: string, contentType: string): ChunkReader {
  const declared = declaredFormat(contentType);
  const found = foundFormat(head, format, declared);
  const headerless = HEADERLESS[found];
  const accepted = ACCEPTED[format]?.includes(found) ?? true;
  if (accepted && headerless !== undefined)
    return pcmChunks(createPcmReader(withParameters(headerless, contentType)));
  const create = READERS[found];
  if (accepted && create !== undefined) return create();
  const name = declared === "other" || found === "" ? "" : `${NAMES[found] ?? found}, `;
  throw new BadAudio(
    expected(
      "response body",
      `audio (${format})`,
      `${name}${contentType || "a body without Content-Type"} that starts with "${excerpt(head)}"`,
    ),
  );
}

/** Returns the format of a body, also one that cannot be counted; empty if the Content-Type and the bytes disagree. */
function foundFormat(head: Uint8Array, asked: string, declared: Declared): string {
  const signed = signedFormat(head);
  const isTagged = signed === "id3";
  if (declared === "other") return "";
  if (declared === null) {
    if (isTagged) return asked === "aac" ? "aac" : "mp3";
    if (signed !== null) return signed;
    if (asked in HEADERLESS) return doublyFramedFormat(head) ?? asked;
    return framedFormat(head) ?? "";
  }
  if (declared in HEADERLESS) return signed === "wav" ? "wav" : declared;
  // Many servers send raw samples as audio/wav.
  if (declared === "wav" && signed === null) return asked in HEADERLESS ? asked : "";
  const isFramed = declared === "mp3" || declared === "aac";
  return signed === null || signed === declared || (isTagged && isFramed) ? declared : signed;
}

const NAMES: Readonly<Record<string, string>> = { ulaw: "µ-law", alaw: "A-law", id3: "mp3" };

const READERS: Readonly<Record<string, () => ChunkReader>> = {
  wav: () => pcmChunks(createWavReader()),
  opus: createOggOpusReader,
  flac: createFlacReader,
  aac: createAdtsReader,
  mp3: createMp3Reader,
};

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
    rateHz: parameter("(?:(?:sample|sampling)[-_]?)?rate", usual.rateHz),
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

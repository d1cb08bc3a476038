import { Failure } from "../http/failure.ts";
import { BadAudio } from "./badAudio.ts";
import { frameBytes, type PcmFormat, type PcmSpan, type SpanReader } from "./pcm.ts";
import { concat, excerpt, tag, view } from "./bytes.ts";

/**
 * Reads a RIFF/WAVE stream chunk by chunk and counts audio by its bytes. A streaming server does not know the sizes in
 * the header and writes 0, 0x7FFFFFFF, 0xFFFFFFFF or 2000000000 instead. A declared data size is used to look for a
 * chunk after the audio (LIST, another RIFF). If no such chunk follows the declared size, the audio continues. A body
 * that is shorter than any other declared size is truncated.
 */
export function createWavReader(): SpanReader {
  const state: WavState = {
    buffer: new Uint8Array(0),
    part: "riff",
    format: null,
    skipBytes: 0,
    audioBytes: Infinity,
    padBytes: 0,
    headerBytes: 0,
    hasAudio: false,
  };
  return {
    push(bytes) {
      state.buffer = concat(state.buffer, bytes);
      const spans: PcmSpan[] = [];
      while (step(state, spans)) {} // oxlint-disable-line no-empty
      return spans;
    },
    end() {
      if (state.part === "riff" || (state.part === "chunk" && state.format === null))
        throw new Failure("truncated", "WAV: the body ended inside the header");
      const missing = state.audioBytes - state.buffer.length;
      if (state.part === "data" && state.hasAudio && missing > 0 && missing !== Infinity)
        throw new Failure(
          "truncated",
          `WAV: the body ended ${missing} bytes before the end that its header declares`,
        );
    },
  };
}

/** State of a reader within a WAV stream. */
interface WavState {
  buffer: Uint8Array;
  part: "riff" | "chunk" | "data" | "after";
  format: PcmFormat | null;
  /** Bytes to skip before the next part. */
  skipBytes: number;
  /** Bytes of audio up to the declared end of the data chunk; Infinity if the end is unknown. */
  audioBytes: number;
  /** 1 after data of odd size, otherwise 0. */
  padBytes: number;
  /** Bytes of all chunks other than fmt and data. */
  headerBytes: number;
  /** True after the first sample. A header without any sample is an empty answer, not a truncated one. */
  hasAudio: boolean;
}

function take(state: WavState, count: number): Uint8Array {
  const head = state.buffer.subarray(0, count);
  state.buffer = state.buffer.subarray(count);
  return head;
}

/** Reads one part of the buffer; returns false if more bytes are needed. */
function step(state: WavState, spans: PcmSpan[]): boolean {
  if (state.skipBytes > 0) {
    const skipped = take(state, Math.min(state.skipBytes, state.buffer.length)).length;
    state.skipBytes -= skipped;
    return skipped > 0;
  }
  if (state.part === "data") return readAudio(state, spans);
  if (state.part !== "riff") return readChunkHeader(state);
  if (state.buffer.length < 12) return false;
  const head = take(state, 12);
  if (tag(head, 0) !== "RIFF" || tag(head, 8) !== "WAVE")
    throw new BadAudio(`not a WAV: the body starts with "${excerpt(head)}"`);
  state.part = "chunk";
  return true;
}

function readChunkHeader(state: WavState): boolean {
  if (state.buffer.length < 8) return false;
  const id = tag(state.buffer, 0);
  if (state.part === "after" && !AFTER_AUDIO.has(id)) {
    state.part = "data"; // the declared size was wrong, so the audio continues
    state.audioBytes = Infinity;
    return true;
  }
  if (state.part === "after" && id === "RIFF") {
    state.part = "riff";
    return true;
  }
  const size = view(state.buffer).getUint32(4, true);
  if (id === "fmt ") return readFormat(state, size);
  take(state, 8);
  if (id === "data") {
    if (state.format === null) throw new BadAudio("WAV: the data chunk precedes the fmt chunk");
    state.part = "data";
    state.audioBytes = isPlaceholder(size) ? Infinity : size;
    state.padBytes = size % 2;
    return true;
  }
  state.headerBytes += size + 8;
  if (state.headerBytes > MAX_HEADER_BYTES) throw new BadAudio("WAV: no audio in the first 16 MB");
  state.skipBytes = size + (size % 2);
  return true;
}

function readFormat(state: WavState, size: number): boolean {
  if (size > 1024) throw new BadAudio(`WAV: fmt chunk too long (${size} bytes)`);
  if (state.buffer.length < 8 + size) return false;
  state.format = parseFormat(take(state, 8 + size).subarray(8));
  state.skipBytes = size % 2;
  return true;
}

function readAudio(state: WavState, spans: PcmSpan[]): boolean {
  const { format } = state;
  if (format === null) return false;
  if (state.audioBytes < frameBytes(format)) {
    state.part = "after";
    state.skipBytes = state.audioBytes + state.padBytes;
    return true;
  }
  const available = Math.min(state.buffer.length, state.audioBytes);
  const complete = available - (available % frameBytes(format));
  if (complete === 0) return false;
  spans.push({ format, bytes: take(state, complete) });
  state.audioBytes -= complete;
  state.hasAudio = true;
  return true;
}

/** Chunks that can follow audio. Other bytes at the declared end are audio of a longer stream. */
const AFTER_AUDIO = new Set([
  "LIST",
  "RIFF",
  "id3 ",
  "ID3 ",
  "bext",
  "cue ",
  "fact",
  "smpl",
  "inst",
  "JUNK",
  "PAD ",
  "iXML",
]);
const MAX_HEADER_BYTES = 16 * 2 ** 20;

/** Returns true if `size` is a placeholder. Speech never reaches 1 GB. */
function isPlaceholder(size: number): boolean {
  return size === 0 || size >= 1_000_000_000;
}

/** Encodings by format code. */
const ENCODINGS: Readonly<Record<number, PcmFormat["encoding"]>> = {
  1: "int",
  3: "float",
  6: "alaw",
  7: "ulaw",
};

function parseFormat(bytes: Uint8Array): PcmFormat {
  if (bytes.length < 16) throw new BadAudio(`WAV: fmt chunk too short (${bytes.length} bytes)`);
  const fields = view(bytes);
  const tagCode = fields.getUint16(0, true);
  // The code of an extensible format (0xFFFE) is at byte 24, at the start of the sub-format GUID.
  const code = tagCode === 0xfffe && bytes.length >= 26 ? fields.getUint16(24, true) : tagCode;
  const format: PcmFormat = {
    rateHz: fields.getUint32(4, true),
    channels: fields.getUint16(2, true),
    bits: fields.getUint16(14, true),
    encoding: ENCODINGS[code] ?? "int",
  };
  const isSupported = code in ENCODINGS;
  if (!isSupported || format.rateHz === 0 || format.channels === 0 || format.bits === 0)
    throw new BadAudio(
      `WAV: unsupported format: code ${code}, ${format.rateHz} Hz, ${format.bits} bits, ${format.channels} channels`,
    );
  return format;
}

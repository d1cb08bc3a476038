import { Failure } from "../http/failure.ts";
import type { ChunkReader } from "./chunk.ts";
import { BadAudio } from "./badAudio.ts";
import { tag, view } from "./bytes.ts";
import { crcTable } from "./crc.ts";
import { createFrameReader, type FrameFormat, type Unit } from "./frames.ts";

const CRC8 = crcTable(8, 0x07);
const CRC16 = crcTable(16, 0x8005);
/** The longest frame header (RFC 9639, section 9.1). */
const HEADER_BYTES = 16;
/** The shortest frame: header, one subframe, CRC-16. */
const MIN_FRAME_BYTES = 10;
const STREAMINFO_BYTES = 34;
const RATES_HZ = [
  0, 88_200, 176_400, 192_000, 8000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000,
];

/**
 * Counts FLAC by its frames. A frame header declares no length. A frame ends where its CRC-16 is 0 and either the stream
 * ends or a frame header with a valid CRC-8 follows. A frame is counted as soon as its CRC-16 is 0, so that a frame at
 * the end of a read is not counted with the next read.
 */
export function createFlacReader(): ChunkReader {
  return createFrameReader(flacFrames());
}

/** State of a reader within a FLAC stream. */
interface FlacState {
  part: "marker" | "metadata" | "boundary" | "frame";
  /** Rate of STREAMINFO, for frames that declare no rate. */
  rateHz: number;
  /** Samples that STREAMINFO declares; 0 if unknown. */
  declaredSamples: number;
  /** Samples of all frames of this stream. */
  samples: number;
  /** CRC-16 of the bytes of this frame that have been read. */
  crc: number;
  readBytes: number;
  /** Audio of this frame that has not been counted yet. */
  uncountedMs: number;
}

function flacFrames(): FrameFormat {
  const state: FlacState = {
    part: "marker",
    rateHz: 0,
    declaredSamples: 0,
    samples: 0,
    crc: 0,
    readBytes: 0,
    uncountedMs: 0,
  };
  return {
    name: "flac",
    step(bytes, final) {
      if (state.part === "marker") {
        if (bytes.length < 4) return null;
        if (tag(bytes, 0) !== "fLaC") throw new BadAudio("flac: the fLaC marker is missing");
        state.part = "metadata";
        return { bytes: 4, audioMs: 0 };
      }
      if (state.part === "metadata") return readMetadata(state, bytes);
      if (state.part === "boundary") return readBoundary(state, bytes, final);
      return bytes.length === 0 ? null : readFrame(state, bytes);
    },
    end() {
      if (state.part === "frame")
        throw new BadAudio("flac: the body ended inside a frame, or a frame is damaged");
      checkDeclared(state);
    },
  };
}

function readMetadata(state: FlacState, bytes: Uint8Array): Unit | null {
  const [kind = 0, a = 0, b = 0, c = 0] = bytes;
  const isStreamInfo = (kind & 0x7f) === 0;
  if (bytes.length < (isStreamInfo ? 4 + STREAMINFO_BYTES : 4)) return null;
  if (isStreamInfo) {
    const fields = view(bytes.subarray(4));
    state.rateHz = fields.getUint32(10) >>> 12;
    state.declaredSamples = (fields.getUint8(13) & 15) * 2 ** 32 + fields.getUint32(14);
  }
  if (kind & 0x80) state.part = "boundary";
  return { bytes: 4 + ((a << 16) | (b << 8) | c), audioMs: 0 };
}

/** Reads on after a CRC-16 of 0. The next frame, another stream, or the rest of the same frame follows. */
function readBoundary(state: FlacState, bytes: Uint8Array, final: boolean): Unit | null {
  if (bytes.length === 0 || (bytes.length < HEADER_BYTES && !final)) return null;
  if (tag(bytes, 0) === "fLaC") {
    checkDeclared(state);
    state.part = "marker";
    state.samples = 0;
    return { bytes: 0, audioMs: 0 };
  }
  const header = readHeader(bytes);
  const rateHz = header?.rateHz || state.rateHz;
  if (header !== null && rateHz > 0) {
    state.samples += header.samples;
    state.uncountedMs = (header.samples / rateHz) * 1000;
    [state.crc, state.readBytes] = [0, 0];
  } else if (state.readBytes === 0)
    throw new BadAudio("flac: expected a frame header after the metadata");
  state.part = "frame";
  return readFrame(state, bytes);
}

/** Reads the bytes up to a CRC-16 of 0, or all bytes if the CRC-16 does not become 0. */
function readFrame(state: FlacState, bytes: Uint8Array): Unit {
  let { crc, readBytes } = state;
  let at = 0;
  let isComplete = false;
  while (at < bytes.length && !isComplete) {
    crc = ((crc << 8) & 0xffff) ^ (CRC16[(crc >> 8) ^ (bytes[at] ?? 0)] ?? 0);
    at++;
    readBytes++;
    isComplete = crc === 0 && readBytes >= MIN_FRAME_BYTES;
  }
  [state.crc, state.readBytes] = [crc, readBytes];
  if (!isComplete) return { bytes: at, audioMs: 0 };
  state.part = "boundary";
  const audioMs = state.uncountedMs;
  state.uncountedMs = 0;
  return { bytes: at, audioMs };
}

function checkDeclared({ samples, declaredSamples }: FlacState): void {
  if (samples < declaredSamples)
    throw new Failure(
      "truncated",
      `flac: ${samples} of the ${declaredSamples} samples that its STREAMINFO declares`,
    );
}

/** Parses the frame header at the start of `bytes`; null if there is none. A `rateHz` of 0 means the rate of STREAMINFO. */
function readHeader(bytes: Uint8Array): { samples: number; rateHz: number } | null {
  const [sync = 0, blocking = 0, codes = 0, , number = 0] = bytes;
  const [sizeCode, rateCode] = [codes >> 4, codes & 15];
  if (sync !== 0xff || (blocking & 0xfe) !== 0xf8 || sizeCode === 0 || rateCode === 15) return null;
  let at = 4 + codedNumberBytes(number);
  const field = (count: number): number => {
    let value = 0;
    for (let index = 0; index < count; index++) value = value * 256 + (bytes[at++] ?? 0);
    return value;
  };
  let samples: number;
  if (sizeCode === 1) samples = 192;
  else if (sizeCode < 6) samples = 144 * 2 ** sizeCode;
  else if (sizeCode < 8) samples = field(sizeCode - 5) + 1;
  else samples = 2 ** sizeCode;
  let rateHz = RATES_HZ[rateCode] ?? 0;
  if (rateCode === 12) rateHz = field(1) * 1000;
  else if (rateCode > 12) rateHz = field(2) * (rateCode === 13 ? 1 : 10);
  if (at >= bytes.length) return null;
  let crc = 0;
  for (const byte of bytes.subarray(0, at)) crc = CRC8[crc ^ byte] ?? 0;
  return crc === bytes[at] ? { samples, rateHz } : null;
}

/** Returns the length of a frame or sample number, given its first byte. It is coded like UTF-8 in up to seven bytes. */
function codedNumberBytes(first: number): number {
  const ones = Math.clz32(~(first << 24));
  return ones === 0 ? 1 : ones;
}

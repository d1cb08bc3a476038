import type { ChunkReader } from "./chunk.ts";
import { BadAudio } from "./badAudio.ts";
import { tag, view } from "./bytes.ts";
import { crcTable } from "./crc.ts";
import { createFrameReader, type FrameFormat, type Unit } from "./frames.ts";

const CRC8 = crcTable(8, 0x07);
const CRC16 = crcTable(16, 0x8005);
/** The longest frame header (RFC 9639, section 9.1). */
const HEADER_BYTES = 16;
const STREAMINFO_BYTES = 34;
const RATES_HZ = [
  0, 88_200, 176_400, 192_000, 8000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000,
];

/**
 * Counts FLAC by its frames. A frame does not tell its length: it ends where its CRC-16 comes out as 0 and the
 * stream ends or a frame header with a right CRC-8 follows. It counts as soon as its CRC comes out, so that a frame
 * which ends a read is not counted with the next one.
 */
export function createFlacReader(): ChunkReader {
  return createFrameReader(flacFrames());
}

function flacFrames(): FrameFormat {
  let state: "marker" | "metadata" | "boundary" | "frame" = "marker";
  let rateHz = 0; // STREAMINFO's, for frames that leave theirs out
  let promised = 0; // samples of this stream; 0: unknown
  let samples = 0;
  let crc = 0;
  let read = 0; // bytes of this frame
  let uncountedMs = 0; // of this frame

  const metadata = (bytes: Uint8Array): Unit | null => {
    const [kind = 0, a = 0, b = 0, c = 0] = bytes;
    const streamInfo = (kind & 0x7f) === 0;
    if (bytes.length < (streamInfo ? 4 + STREAMINFO_BYTES : 4)) return null;
    if (streamInfo) {
      const fields = view(bytes.subarray(4));
      rateHz = fields.getUint32(10) >>> 12;
      promised = (fields.getUint8(13) & 15) * 2 ** 32 + fields.getUint32(14);
    }
    if (kind & 0x80) state = "boundary";
    return { bytes: 4 + ((a << 16) | (b << 8) | c), audioMs: 0 };
  };

  /** Where a frame may have ended: the next one, another stream, or still the same frame. */
  const boundary = (bytes: Uint8Array, final: boolean): Unit | null => {
    if (bytes.length === 0 || (bytes.length < HEADER_BYTES && !final)) return null;
    if (tag(bytes, 0) === "fLaC") {
      checkPromise();
      state = "marker";
      samples = 0;
      return { bytes: 0, audioMs: 0 };
    }
    const header = readHeader(bytes);
    const hz = header?.rateHz || rateHz;
    if (header !== null && hz > 0) {
      samples += header.samples;
      uncountedMs = (header.samples / hz) * 1000;
      [crc, read] = [0, 0];
    } else if (read === 0) throw new BadAudio("flac: no frame where one should begin");
    state = "frame";
    return inFrame(bytes);
  };

  const inFrame = (bytes: Uint8Array): Unit => {
    let at = 0;
    while (at < bytes.length) {
      crc = ((crc << 8) & 0xffff) ^ (CRC16[(crc >> 8) ^ (bytes[at] ?? 0)] ?? 0);
      at++;
      read++;
      // a frame's least: header, one subframe, CRC-16
      if (crc !== 0 || read < 10) continue;
      state = "boundary";
      const audioMs = uncountedMs;
      uncountedMs = 0;
      return { bytes: at, audioMs };
    }
    return { bytes: at, audioMs: 0 };
  };

  const checkPromise = () => {
    if (samples < promised)
      throw new BadAudio(`flac: ${samples} of the ${promised} samples in its head`);
  };
  return {
    name: "flac",
    step(bytes, final) {
      if (state === "marker") {
        if (bytes.length < 4) return null;
        if (tag(bytes, 0) !== "fLaC") throw new BadAudio("flac: no fLaC marker");
        state = "metadata";
        return { bytes: 4, audioMs: 0 };
      }
      if (state === "metadata") return metadata(bytes);
      if (state === "boundary") return boundary(bytes, final);
      return bytes.length === 0 ? null : inFrame(bytes);
    },
    end() {
      if (state === "frame")
        throw new BadAudio("flac: the body ended inside a frame, or one is damaged");
      checkPromise();
    },
  };
}

/** The frame header at the head of `bytes`; null where there is none. `rateHz` 0: as STREAMINFO says. */
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

/** Frame and sample numbers are coded like UTF-8, up to seven bytes. */
function codedNumberBytes(first: number): number {
  const ones = Math.clz32(~(first << 24));
  return ones === 0 ? 1 : ones;
}

import type { AudioFormat } from "../../src/audio/encode/form.ts";

/** Bit rates of MPEG-2 Layer III by index, kb/s (ISO/IEC 13818-3). Frames have 576 samples. */
const MP3_KBPS = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const MP3_HZ = [22_050, 24_000, 16_000];
const [MP3_FRAME, AAC_FRAME] = [576, 1024];
const WAV_HEADER_BYTES = 44;
/** G.711 has one byte for a sample at 8 kHz. */
const SAMPLES_PER_G711_BYTE = 3;
const ADTS_HEADER_BYTES = 7;
const OGG_HEADER_BYTES = 27;
/** Ogg header flag of the last page. */
const OGG_ENDS = 4;

/**
 * Counts the samples at 24 kHz in an answer of `format` from its frames or pages, without the encoders' code and without a total
 * length in the file's header. Returns null if the bytes end inside a frame, which means that the answer is truncated.
 */
export function samplesIn(format: AudioFormat, bytes: Uint8Array): number | null {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (data.length === 0) return null;
  if (format === "pcm") return data.length % 2 === 0 ? data.length / 2 : null;
  if (format === "ulaw" || format === "alaw") return data.length * SAMPLES_PER_G711_BYTE;
  if (format === "wav") {
    const samples = (data.length - WAV_HEADER_BYTES) / 2;
    return samples > 0 && Number.isInteger(samples) ? samples : null;
  }
  if (format === "mp3") return framed(data, mp3Bytes, MP3_FRAME);
  if (format === "aac") return framed(data, adtsBytes, AAC_FRAME);
  return format === "opus" ? opusSamples(data) : flacSamples(data);
}

/** Counts the samples of consecutive frames; null if the last frame is incomplete. */
function framed(
  data: Buffer,
  frameBytes: (data: Buffer, at: number) => number | null,
  samples: number,
): number | null {
  let count = 0;
  for (let at = 0; at < data.length; count += 1) {
    const bytes = frameBytes(data, at);
    if (bytes === null || bytes === 0 || at + bytes > data.length) return null;
    at += bytes;
  }
  return count * samples;
}

function mp3Bytes(data: Buffer, at: number): number | null {
  if (at + 4 > data.length || (data.readUInt16BE(at) & 0xfff6) !== 0xfff2) return null;
  const flags = data.readUInt8(at + 2);
  const kbps = MP3_KBPS[flags >> 4];
  const hz = MP3_HZ[(flags >> 2) & 3];
  if (kbps === undefined || kbps === 0 || hz === undefined) return null;
  return Math.floor((MP3_FRAME / 8) * ((kbps * 1000) / hz)) + ((flags >> 1) & 1);
}

function adtsBytes(data: Buffer, at: number): number | null {
  if (at + ADTS_HEADER_BYTES > data.length || data.readUInt16BE(at) >> 4 !== 0xfff) return null;
  return (data.readUInt32BE(at + 3) >> 13) & 0x1fff;
}

/** Reads the total from the granule position of the last page, which counts at 48 kHz. */
function opusSamples(data: Buffer): number | null {
  let granule = 0;
  let ended = false;
  for (let at = 0; at < data.length;) {
    if (at + OGG_HEADER_BYTES > data.length || data.toString("latin1", at, at + 4) !== "OggS")
      return null;
    ended = (data.readUInt8(at + 5) & OGG_ENDS) !== 0;
    granule = Number(data.readBigInt64LE(at + 6));
    const lacings = data.subarray(
      at + OGG_HEADER_BYTES,
      at + OGG_HEADER_BYTES + data.readUInt8(at + 26),
    );
    at += OGG_HEADER_BYTES + lacings.length + lacings.reduce((sum, bytes) => sum + bytes, 0);
    if (at > data.length) return null;
  }
  return ended ? granule / 2 : null;
}

/** Offset of the first frame, after "fLaC" and STREAMINFO. */
const FLAC_HEAD_BYTES = 42;
/** First bytes of each frame of our encoder: sync code, 16-bit block size, 24 kHz, mono, 16 bits. */
const FLAC_SYNC = Buffer.of(0xff, 0xf8, 0x77, 0x08);

function flacSamples(data: Buffer): number | null {
  let samples = 0;
  let last = -1;
  for (let at = FLAC_HEAD_BYTES; at >= 0 && at < data.length;) {
    const header = flacHeader(data, at);
    if (header !== null) {
      samples += header;
      last = at;
    }
    at = data.indexOf(FLAC_SYNC, at + 1);
  }
  // The CRC of a frame together with its checksum is 0.
  return last >= 0 && crc(data.subarray(last), { bits: 16, polynomial: 0x8005 }) === 0
    ? samples
    : null;
}

/** Returns the block size of the frame at `at`; null if its header checksum is wrong (a false sync code). */
function flacHeader(data: Buffer, at: number): number | null {
  const numberBytes = Math.max(1, Math.clz32(~((data[at + 4] ?? 0) << 24)));
  const end = at + 4 + numberBytes + 2;
  if (end + 1 > data.length) return null;
  const right = crc(data.subarray(at, end + 1), { bits: 8, polynomial: 0x07 }) === 0;
  return right ? data.readUInt16BE(end - 2) + 1 : null;
}

function crc(
  bytes: Uint8Array,
  { bits, polynomial }: { readonly bits: number; readonly polynomial: number },
): number {
  const top = 1 << (bits - 1);
  let value = 0;
  for (const byte of bytes) {
    value ^= byte << (bits - 8);
    for (let bit = 0; bit < 8; bit += 1) value = (value << 1) ^ (value & top ? polynomial : 0);
    value &= (1 << bits) - 1;
  }
  return value;
}

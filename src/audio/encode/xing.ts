import { SpeechError } from "../../errors.ts";

/** LAME's own delay, samples (its lame_get_encoder_delay); decoders add the 529 of the MP3 filter bank. */
const ENCODER_DELAY_SAMPLES = 576;
/** Bytes of the Xing header (frames, bytes, seek table and quality) and of LAME's extension after it. */
const XING_BYTES = 120;
const LAME_BYTES = 36;

// ISO/IEC 11172-3 and 13818-3, Layer III: kb/s by bitrate index and Hz by rate index.
const MPEG1_KBPS = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const MPEG2_KBPS = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const MPEG1_HZ = [44_100, 48_000, 32_000];

interface FrameHeader {
  /** Bytes of the frame, header included. */
  readonly bytes: number;
  readonly samples: number;
  readonly kbps: number;
  readonly sampleRateHz: number;
  /** Offset of a Xing header in such a frame: after the header and the side information. */
  readonly xingAt: number;
}

/** Reads the Layer III frame header at `at`. Throws SpeechError "internal" if it is invalid. */
export function readFrameHeader(mp3: Uint8Array, at: number): FrameHeader {
  const [sync = 0, version = 0, rates = 0, mode = 0] = mp3.subarray(at, at + 4);
  const id = (version >> 3) & 3; // 3: MPEG-1, 2: MPEG-2, 0: MPEG-2.5
  const mpeg1 = id === 3;
  const kbps = (mpeg1 ? MPEG1_KBPS : MPEG2_KBPS)[rates >> 4] ?? 0;
  const baseHz = MPEG1_HZ[(rates >> 2) & 3] ?? 0;
  const layer3 = ((version >> 1) & 3) === 1;
  if (sync !== 0xff || version < 0xe0 || id === 1 || !layer3 || kbps === 0 || baseHz === 0) {
    throw new SpeechError("internal", `invalid MP3 frame header at byte ${at}`);
  }
  const sampleRateHz = mpeg1 ? baseHz : baseHz / (id === 2 ? 2 : 4);
  const samples = mpeg1 ? 1152 : 576;
  const padding = (rates >> 1) & 1;
  const mono = mode >> 6 === 3;
  const sideBytes = mpeg1 ? (mono ? 17 : 32) : mono ? 9 : 17;
  return {
    bytes: Math.floor(((samples / 8) * kbps * 1000) / sampleRateHz) + padding,
    samples,
    kbps,
    sampleRateHz,
    xingAt: 4 + sideBytes,
  };
}

/**
 * Builds the Info frame (a Xing header for constant bitrate, with LAME's extension) for `frames`, LAME's output for
 * `samples` samples. Players that support it skip it, read the length from it and cut delay and padding; others decode
 * it to silence. Empty if a frame of the stream's bit rate is too small. Layout: the "MP3 Info Tag" specification,
 * revision 1.
 */
export function infoFrame(frames: Uint8Array, samples: number): Uint8Array {
  const first = readFrameHeader(frames, 0);
  if (first.bytes < first.xingAt + XING_BYTES + LAME_BYTES) return new Uint8Array(0);
  const count = countFrames(frames);
  const bytes = new Uint8Array(first.bytes);
  bytes.set(frames.subarray(0, 4));
  bytes[1] = (bytes[1] ?? 0) | 1; // not protected by a CRC
  const at = first.xingAt;
  const total = bytes.length + frames.length;
  writeXing(new DataView(bytes.buffer, at, XING_BYTES), count, total);
  const lame = new DataView(bytes.buffer, at + XING_BYTES, LAME_BYTES);
  writeText(lame, 0, "LAME3.100");
  lame.setUint8(9, 1); // tag revision 0, constant bitrate
  lame.setUint8(20, Math.min(255, first.kbps));
  const padding = Math.max(0, count * first.samples - ENCODER_DELAY_SAMPLES - samples);
  lame.setUint8(21, ENCODER_DELAY_SAMPLES >> 4);
  lame.setUint16(22, ((ENCODER_DELAY_SAMPLES & 15) << 12) | Math.min(4095, padding));
  lame.setUint32(28, total);
  lame.setUint16(32, crc16(frames));
  lame.setUint16(34, crc16(bytes.subarray(0, at + XING_BYTES + LAME_BYTES - 2)));
  return bytes;
}

function countFrames(frames: Uint8Array): number {
  let count = 0;
  for (let at = 0; at < frames.length; count += 1) at += readFrameHeader(frames, at).bytes;
  return count;
}

function writeXing(xing: DataView, frames: number, bytes: number): void {
  writeText(xing, 0, "Info");
  xing.setUint32(4, 0b1111); // frames, bytes, seek table and quality follow
  xing.setUint32(8, frames);
  xing.setUint32(12, bytes);
  for (let percent = 0; percent < 100; percent += 1) {
    xing.setUint8(16 + percent, Math.floor((percent * 256) / 100));
  }
  xing.setUint32(116, 50); // quality, 0–100; LAME's default is 50 to 58
}

function writeText(view: DataView, at: number, text: string): void {
  for (let index = 0; index < text.length; index += 1) {
    view.setUint8(at + index, text.charCodeAt(index));
  }
}

const CRC_TABLE = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  return crc;
});

/** CRC-16 of the tag: polynomial 0x8005, least significant bit first, from 0. */
function crc16(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) crc = (crc >> 8) ^ (CRC_TABLE[(crc ^ byte) & 255] ?? 0);
  return crc;
}

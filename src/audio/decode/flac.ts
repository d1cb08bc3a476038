import { type BitReader, createBitReader } from "./bits.ts";
import { mixed, type Part, unreadable } from "./part.ts";
import { readSubframe } from "./flacSubframe.ts";

const STREAMINFO = 0;
/** Sample sizes by their code (RFC 9639, section 9.1.4); code 0 is that of the stream. */
const SAMPLE_BITS = [null, 8, 12, null, 16, 20, 24, 32] as const;
const LEFT_SIDE = 8;
const SIDE_RIGHT = 9;
const MID_SIDE = 10;

interface Stream {
  readonly sampleRateHz: number;
  readonly channels: number;
  readonly bits: number;
  /** Samples per channel; 0: unknown. */
  readonly samples: number;
  readonly firstFrame: number;
}

/** Decodes FLAC (RFC 9639), one frame at a time; checksums are ignored. Throws SpeechError "invalid_input". */
export function* decodeFlac(bytes: Uint8Array): Generator<Part> {
  const stream = readStream(bytes);
  const reader = createBitReader(bytes, stream.firstFrame);
  let decoded = 0;
  while (reader.byte < bytes.length) {
    const frame = readFrame(reader, stream);
    yield {
      sampleRateHz: stream.sampleRateHz,
      samples: mixed(frame.channels, 1 / 2 ** (frame.bits - 1)),
    };
    decoded += frame.channels[0]?.length ?? 0;
    // Bytes after the last sample, such as a tag of another format, are not frames.
    if (stream.samples > 0 && decoded >= stream.samples) return;
    reader.align();
    reader.read(16);
  }
}

function readStream(bytes: Uint8Array): Stream {
  let stream: Omit<Stream, "firstFrame"> | undefined;
  for (let at = 4; ;) {
    const reader = createBitReader(bytes, at);
    const last = reader.read(1) === 1;
    const type = reader.read(7);
    const length = reader.read(24);
    if (type === STREAMINFO) {
      for (const bits of [16, 16, 24, 24]) reader.read(bits); // sizes of blocks and frames
      const sampleRateHz = reader.read(20);
      const [channels, bits] = [reader.read(3) + 1, reader.read(5) + 1];
      stream = {
        sampleRateHz,
        channels,
        bits,
        samples: reader.read(4) * 2 ** 32 + reader.read(32),
      };
    }
    at += 4 + length;
    if (!last) continue;
    if (stream === undefined) throw unreadable("the FLAC file has no stream information");
    return { ...stream, firstFrame: at };
  }
}

function readFrame(reader: BitReader, stream: Stream) {
  const header = reader.read(16);
  if (header >> 1 !== 0x7ffc) throw unreadable("invalid FLAC frame");
  const blockCode = reader.read(4);
  const rateCode = reader.read(4);
  const assignment = reader.read(4);
  const bits = SAMPLE_BITS[reader.read(3)] ?? stream.bits;
  reader.read(1);
  skipCodedNumber(reader);
  const length = blockLength(reader, blockCode);
  if (rateCode === 12) reader.read(8);
  if (rateCode === 13 || rateCode === 14) reader.read(16);
  reader.read(8); // checksum
  const count = assignment < LEFT_SIDE ? assignment + 1 : 2;
  if (assignment > MID_SIDE || length === 0) throw unreadable("unsupported FLAC coding");
  const channels = Array.from({ length: count }, (_, channel) => {
    const isSide = assignment === SIDE_RIGHT ? channel === 0 : assignment > 7 && channel === 1;
    return readSubframe(reader, { length, bits: bits + (isSide ? 1 : 0) });
  });
  return { bits, channels: uncoupled(channels, assignment) };
}

/** Skips the number of the frame or sample: the leading ones of its first byte are the count of its bytes. */
function skipCodedNumber(reader: BitReader): void {
  let ones = 0;
  const first = reader.read(8);
  while (ones < 8 && (first & (0x80 >> ones)) !== 0) ones += 1;
  if (ones > 1) for (let more = 1; more < ones; more += 1) reader.read(8);
}

function blockLength(reader: BitReader, code: number): number {
  if (code === 1) return 192;
  if (code >= 2 && code <= 5) return 144 * 2 ** code;
  if (code === 6) return reader.read(8) + 1;
  if (code === 7) return reader.read(16) + 1;
  return code === 0 ? 0 : 2 ** code;
}

/** Left and right of channels that are coded with their difference. */
function uncoupled(channels: readonly Float64Array[], assignment: number): readonly Float64Array[] {
  const [a, b] = channels;
  if (assignment < LEFT_SIDE || a === undefined || b === undefined) return channels;
  if (assignment === LEFT_SIDE) return [a, a.map((left, index) => left - b[index]!)];
  if (assignment === SIDE_RIGHT) return [b.map((right, index) => right + a[index]!), b];
  // The lowest bit of the sum was dropped from the middle; it equals that of the difference.
  const twice = a.map((middle, index) => 2 * middle + (Math.abs(b[index]!) % 2));
  return [
    twice.map((sum, index) => (sum + b[index]!) / 2),
    twice.map((sum, index) => (sum - b[index]!) / 2),
  ];
}

import type { CodedFormat } from "./chunk.ts";
import type { FrameFormat, Unit } from "./frames.ts";
import { tagBytes } from "./tags.ts";

/** A parsed frame header. */
export interface FrameHeader {
  /** Length of the frame with its header. */
  readonly bytes: number;
  readonly samples: number;
  readonly rateHz: number;
  /** Equal for all frames of one stream. */
  readonly stream: number;
}

/** A format whose frames start with a sync word and declare their length. */
interface SyncFormat {
  readonly name: CodedFormat;
  readonly headerBytes: number;
  /** Parses the header at the start of `bytes` (at least `headerBytes`); null if there is no header. */
  readHeader(bytes: Uint8Array): FrameHeader | null;
  /** Returns the milliseconds of audio that this frame completes. */
  frameMs(frame: Uint8Array, header: FrameHeader): number;
  end(): void;
}

/**
 * Divides a body at its frames. The first header of a body is accepted without a check. After junk, a header is accepted
 * only if another header of the same stream follows its frame, because junk often contains the 11 bits of a sync word.
 */
export function syncFrames(format: SyncFormat): FrameFormat {
  let stream: number | null = null;
  let synced = true;

  const atFrame = (bytes: Uint8Array, final: boolean): Unit | null => {
    const header = format.readHeader(bytes);
    if (header === null) return junk(bytes);
    const trusted = synced && (stream === null || stream === header.stream);
    const neededBytes = header.bytes + (trusted ? 0 : format.headerBytes);
    if (bytes.length < neededBytes && !final) return null;
    if (bytes.length < header.bytes) return trusted ? null : junk(bytes);
    const next =
      bytes.length < neededBytes ? null : format.readHeader(bytes.subarray(header.bytes));
    const last = final && bytes.length === header.bytes;
    if (!trusted && !last && next?.stream !== header.stream) return junk(bytes);
    synced = true;
    stream = header.stream;
    return {
      bytes: header.bytes,
      audioMs: format.frameMs(bytes.subarray(0, header.bytes), header),
    };
  };
  /** Skips to the next byte that can start a frame or a tag. */
  const junk = (bytes: Uint8Array): Unit => {
    synced = false;
    let end = 1;
    while (end < bytes.length && !FIRST_BYTES.has(bytes[end] ?? 0)) end++;
    return { bytes: end, audioMs: 0, junk: true };
  };
  return {
    name: format.name,
    end: format.end,
    step(bytes, final) {
      if (bytes.length === 0) return null;
      if (!FIRST_BYTES.has(bytes[0] ?? 0)) return junk(bytes);
      const tag = bytes[0] === 0xff ? 0 : tagBytes(bytes);
      if (tag === "more") return final ? junk(bytes) : null;
      if (tag > 0) return { bytes: tag, audioMs: 0 };
      if (bytes.length >= format.headerBytes) return atFrame(bytes, final);
      return final && !(synced && startsFrame(bytes)) ? junk(bytes) : null;
    },
  };
}

/** Returns true if `bytes`, which are too few for a header, start with a sync word. They are then a truncated frame. */
function startsFrame([first = 0, second = 0xff]: Uint8Array): boolean {
  return first === 0xff && second >= 0xe0;
}

/** First bytes of frames and tags: 0xFF of a sync word, and the first letters of ID3, TAG and APETAGEX. */
const FIRST_BYTES = new Set([0xff, 0x49, 0x54, 0x41]);

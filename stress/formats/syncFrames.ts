import type { CodedFormat } from "./chunk.ts";
import type { FrameFormat, Unit } from "./frames.ts";
import { tagBytes } from "./tags.ts";

/** A frame as its header tells it. */
export interface FrameHeader {
  /** Of the whole frame. */
  readonly bytes: number;
  readonly samples: number;
  readonly rateHz: number;
  /** Equal for all frames of one stream. */
  readonly stream: number;
}

/** A format whose frames begin with a sync word and tell their own length. */
interface SyncFormat {
  readonly name: CodedFormat;
  readonly headerBytes: number;
  /** The header at the head of `bytes` (at least `headerBytes`); null where there is none. */
  readHeader(bytes: Uint8Array): FrameHeader | null;
  /** Milliseconds that are complete with this whole frame. */
  frameMs(frame: Uint8Array, header: FrameHeader): number;
  end(): void;
}

/**
 * Steps from frame to frame. The first header of a body is believed; after bytes that are no frame a header is
 * one only when another of the same stream stands behind its frame: 11 bits of sync are found in any junk.
 */
export function syncFrames(format: SyncFormat): FrameFormat {
  let expected: number | null = null;
  let synced = true;

  const atFrame = (bytes: Uint8Array, final: boolean): Unit | null => {
    const header = format.readHeader(bytes);
    if (header === null) return junk(bytes);
    const sure = synced && (expected === null || expected === header.stream);
    const wanted = header.bytes + (sure ? 0 : format.headerBytes);
    if (bytes.length < wanted && !final) return null;
    if (bytes.length < header.bytes) return sure ? null : junk(bytes);
    const next = bytes.length < wanted ? null : format.readHeader(bytes.subarray(header.bytes));
    const last = final && bytes.length === header.bytes;
    if (!sure && !last && next?.stream !== header.stream) return junk(bytes);
    synced = true;
    expected = header.stream;
    return {
      bytes: header.bytes,
      audioMs: format.frameMs(bytes.subarray(0, header.bytes), header),
    };
  };
  /** Up to where a frame or a tag might begin. */
  const junk = (bytes: Uint8Array): Unit => {
    synced = false;
    let end = 1;
    while (end < bytes.length && !BEGINNINGS.has(bytes[end] ?? 0)) end++;
    return { bytes: end, audioMs: 0, junk: true };
  };
  return {
    name: format.name,
    end: format.end,
    step(bytes, final) {
      if (bytes.length === 0) return null;
      if (!BEGINNINGS.has(bytes[0] ?? 0)) return junk(bytes);
      const passed = bytes[0] === 0xff ? 0 : tagBytes(bytes);
      if (passed === "more") return final ? junk(bytes) : null;
      if (passed > 0) return { bytes: passed, audioMs: 0 };
      if (bytes.length >= format.headerBytes) return atFrame(bytes, final);
      return final && !(synced && beginsFrame(bytes)) ? junk(bytes) : null;
    },
  };
}

/** Whether `bytes`, fewer than a header, begin with a sync word: where a frame was due they are a cut one. */
function beginsFrame([first = 0, second = 0xff]: Uint8Array): boolean {
  return first === 0xff && second >= 0xe0;
}

/** 0xFF of a sync word, and the first letters of ID3, TAG and APETAGEX. */
const BEGINNINGS = new Set([0xff, 0x49, 0x54, 0x41]);

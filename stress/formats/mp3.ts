import { Failure } from "../http/failure.ts";
import type { ChunkReader } from "./chunk.ts";
import { tag, view } from "./bytes.ts";
import { createFrameReader } from "./frames.ts";
import { type FrameHeader, syncFrames } from "./syncFrames.ts";

// ISO/IEC 11172-3 and 13818-3, Layer III: kb/s by bitrate index and Hz by rate index.
const MPEG1_KBPS = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const MPEG2_KBPS = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const MPEG1_HZ = [44_100, 48_000, 32_000];

/**
 * Counts MP3 by its frames, each of which can have its own bitrate. An Info (Xing, VBRI) frame is silence that players
 * skip, so it is not counted. The encoder delay and padding that its LAME tag declares are not counted either.
 */
export function createMp3Reader(): ChunkReader {
  let framesMs = 0;
  let trimmedMs = 0; // delays and paddings
  let countedMs = 0;
  let frames = 0; // since the last Info frame
  let declaredFrames = 0; // in the last Info frame; 0 if unknown

  const checkDeclared = () => {
    // One frame can be missing, because some encoders count the Info frame too.
    if (frames < declaredFrames - 1)
      throw new Failure(
        "truncated",
        `mp3: ${frames} of the ${declaredFrames} frames that its Info header declares`,
      );
  };
  return createFrameReader(
    syncFrames({
      name: "mp3",
      headerBytes: 4,
      readHeader: readMp3Header,
      frameMs(frame, header) {
        const info = readInfo(frame, header);
        if (info !== null) {
          checkDeclared();
          frames = 0;
          declaredFrames = info.frames;
          trimmedMs += (info.trimmedSamples / header.rateHz) * 1000;
          return 0;
        }
        frames++;
        framesMs += (header.samples / header.rateHz) * 1000;
        const newMs = Math.max(0, framesMs - trimmedMs - countedMs);
        countedMs += newMs;
        return newMs;
      },
      end: checkDeclared,
    }),
  );
}

/** Parses the Layer III header at the start of `bytes`; null if there is none, or if a free bitrate hides the length. */
export function readMp3Header(bytes: Uint8Array): FrameHeader | null {
  const [sync = 0, version = 0, rates = 0] = bytes;
  const id = (version >> 3) & 3; // 3: MPEG-1, 2: MPEG-2, 0: MPEG-2.5
  const mpeg1 = id === 3;
  const kbps = (mpeg1 ? MPEG1_KBPS : MPEG2_KBPS)[rates >> 4] ?? 0;
  const baseHz = MPEG1_HZ[(rates >> 2) & 3] ?? 0;
  const layer3 = ((version >> 1) & 3) === 1;
  if (sync !== 0xff || version < 0xe0 || id === 1 || !layer3 || kbps === 0 || baseHz === 0)
    return null;
  const rateHz = mpeg1 ? baseHz : baseHz / (id === 2 ? 2 : 4);
  const samples = mpeg1 ? 1152 : 576;
  const padding = (rates >> 1) & 1;
  return {
    bytes: Math.floor(((samples / 8) * kbps * 1000) / rateHz) + padding,
    samples,
    rateHz,
    stream: ((version & 0x1e) << 8) | (rates & 0x0c),
  };
}

interface Info {
  /** Number of audio frames that follow the Info frame; 0 if unknown. */
  readonly frames: number;
  /** Samples of encoder delay and padding. */
  readonly trimmedSamples: number;
}

/** Parses an Info frame ("MP3 Info Tag", revision 1, and Fraunhofer's VBRI); null if `frame` is audio. */
function readInfo(frame: Uint8Array, { samples }: FrameHeader): Info | null {
  const mono = (frame[3] ?? 0) >> 6 === 3;
  const sideBytes = samples === 1152 ? (mono ? 17 : 32) : mono ? 9 : 17;
  for (const at of [4 + sideBytes, 6 + sideBytes]) {
    // The second offset applies to a frame with a CRC.
    if (begins(frame, at, "Xing") || begins(frame, at, "Info")) return readXing(frame.subarray(at));
  }
  if (!begins(frame, 36, "VBRI") || frame.length < 54) return null;
  return { frames: knownCount(view(frame).getUint32(50)), trimmedSamples: 0 };
}

function begins(frame: Uint8Array, at: number, word: string): boolean {
  return frame[at] === word.charCodeAt(0) && tag(frame, at) === word;
}

function readXing(xing: Uint8Array): Info {
  const flags = xing[7] ?? 0;
  const hasFrames = (flags & 1) !== 0 && xing.length >= 12;
  const lameAt =
    8 + (flags & 1 ? 4 : 0) + (flags & 2 ? 4 : 0) + (flags & 4 ? 100 : 0) + (flags & 8 ? 4 : 0);
  const [a = 0, b = 0, c = 0] = xing.subarray(lameAt + 21, lameAt + 24);
  const tagged = /^(?:LAME|Lav[cf]|L3\.9|GOGO)/.test(tag(xing, lameAt));
  return {
    frames: hasFrames ? knownCount(view(xing).getUint32(8)) : 0,
    trimmedSamples: tagged ? ((a << 4) | (b >> 4)) + (((b & 15) << 8) | c) : 0,
  };
}

/** Returns `count`, or 0 (unknown) for the placeholder that a live stream writes. */
function knownCount(count: number): number {
  return count >= 0x7fff_ffff ? 0 : count;
}

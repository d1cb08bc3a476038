import type { ChunkReader } from "./chunk.ts";
import { createFrameReader } from "./frames.ts";
import { type FrameHeader, syncFrames } from "./syncFrames.ts";

/** Samples in a raw data block. HE-AAC doubles both samples and rate, so the duration is the same. */
const BLOCK_SAMPLES = 1024;

// Rates by sampling frequency index (ISO/IEC 14496-3, table 1.18).
const RATES_HZ = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8000,
  7350,
];

/** Counts AAC in ADTS by its frames. ADTS declares neither encoder delay nor padding, so both count as audio. */
export function createAdtsReader(): ChunkReader {
  return createFrameReader(
    syncFrames({
      name: "aac",
      headerBytes: 7,
      readHeader: readAdtsHeader,
      frameMs: (_frame, { samples, rateHz }) => (samples / rateHz) * 1000,
      end() {},
    }),
  );
}

/** Parses the ADTS header (ISO/IEC 13818-7, section 6.2) at the start of `bytes`; null if there is no header. */
export function readAdtsHeader(bytes: Uint8Array): FrameHeader | null {
  const [sync = 0, version = 0, rate = 0, channels = 0, size = 0, fullness = 0, blocks = 0] = bytes;
  const rateHz = RATES_HZ[(rate >> 2) & 15];
  const length = ((channels & 3) << 11) | (size << 3) | (fullness >> 5);
  const headerBytes = version & 1 ? 7 : 9;
  if (sync !== 0xff || (version & 0xf6) !== 0xf0 || rateHz === undefined || length <= headerBytes)
    return null;
  return {
    bytes: length,
    samples: BLOCK_SAMPLES * ((blocks & 3) + 1),
    rateHz,
    stream: ((version & 0x0f) << 16) | ((rate & 0xfd) << 8) | (channels & 0xc0),
  };
}

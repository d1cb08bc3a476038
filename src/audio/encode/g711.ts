import { toS16 } from "../pcm.ts";

/** Added to the magnitude of a 14-bit µ-law sample, so that its segments begin at powers of two. */
const ULAW_BIAS = 33;
/** Largest magnitude with the bias, 13 bits. */
const ULAW_MAX = 0x1fff;

/** Encodes samples in −1…1 (clamped) as G.711 µ-law, one byte a sample (ITU-T G.711, table 2a). */
export function toUlaw(samples: Float32Array): Uint8Array {
  return coded(samples, (level) => {
    const linear = level >> 2; // 14 bits
    const magnitude = Math.min(ULAW_MAX, Math.abs(linear) + ULAW_BIAS);
    const segment = 26 - Math.clz32(magnitude); // 33…63 is segment 0
    const step = (magnitude >> (segment + 1)) & 15;
    // All bits are inverted on the line. Bit 7 is set for positive values.
    return (linear < 0 ? 0x7f : 0xff) ^ ((segment << 4) | step);
  });
}

/** Encodes samples in −1…1 (clamped) as G.711 A-law, one byte a sample (ITU-T G.711, table 1a). */
export function toAlaw(samples: Float32Array): Uint8Array {
  return coded(samples, (level) => {
    const linear = level >> 3; // 13 bits
    const magnitude = linear < 0 ? ~linear : linear;
    const segment = Math.max(0, 27 - Math.clz32(magnitude)); // 0…31 is segment 0
    const step = (magnitude >> Math.max(1, segment)) & 15;
    // Every other bit is inverted on the line. Bit 7 is set for positive values.
    return (linear < 0 ? 0x55 : 0xd5) ^ ((segment << 4) | step);
  });
}

/** Applies `code` to each sample as a signed 16-bit level, so that G.711 is the coded form of the same answer's PCM. */
function coded(samples: Float32Array, code: (level: number) => number): Uint8Array {
  return Uint8Array.from(new Int16Array(toS16(samples).buffer), code);
}

import type { PcmFormat } from "./pcm.ts";

/** Sample values by code, −1…1 (ITU-T G.711, tables 1 and 2). */
const VALUES = { ulaw: table(ulawLevel), alaw: table(alawLevel) } as const;

/** Returns the sample values by code of a companded encoding; null for other encodings. */
export function g711Values(encoding: PcmFormat["encoding"]): Float32Array | null {
  return encoding === "ulaw" || encoding === "alaw" ? VALUES[encoding] : null;
}

/** Converts G.711 to 16-bit little-endian samples; `values` are those of its encoding. */
export function toS16(bytes: Uint8Array, values: Float32Array): Uint8Array {
  const samples = Int16Array.from(bytes, (code) => (values[code] ?? 0) * 2 ** 15);
  return new Uint8Array(samples.buffer);
}

function table(level: (code: number) => number): Float32Array {
  return Float32Array.from({ length: 256 }, (_, code) => level(code));
}

/** The bits of a code are inverted. Bits 4–6 are the segment, which doubles the step; 14-bit scale. */
function ulawLevel(code: number): number {
  const bits = ~code & 255;
  const magnitude = (2 * (bits & 15) + 33) * 2 ** ((bits >> 4) & 7) - 33;
  return (bits & 128 ? -magnitude : magnitude) / 2 ** 13;
}

/** Every other bit of a code is inverted. The first two segments have the same step; 13-bit scale. */
function alawLevel(code: number): number {
  const bits = code ^ 0x55;
  const segment = (bits >> 4) & 7;
  const step = 2 * (bits & 15) + 1;
  const magnitude = segment === 0 ? step : (step + 32) * 2 ** (segment - 1);
  return (bits & 128 ? magnitude : -magnitude) / 2 ** 12;
}

import { g711Values } from "./g711.ts";
import type { PcmSpan } from "./pcm.ts";

/** Returns a reader of the sample at an index, −1…1; null for an unsupported encoding. */
export function sampleReader({ bytes, format }: PcmSpan): ((index: number) => number) | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (format.encoding === "float") {
    if (format.bits === 32) return (index) => view.getFloat32(index * 4, true);
    return format.bits === 64 ? (index) => view.getFloat64(index * 8, true) : null;
  }
  const g711 = g711Values(format.encoding);
  if (g711 !== null) return (index) => g711[bytes[index] ?? 0] ?? 0;
  if (format.bits === 8) return (index) => (view.getUint8(index) - 128) / 128;
  if (format.bits === 16) return (index) => view.getInt16(index * 2, true) / 2 ** 15;
  if (format.bits === 32) return (index) => view.getInt32(index * 4, true) / 2 ** 31;
  if (format.bits !== 24) return null;
  return (index) =>
    (view.getInt8(index * 3 + 2) * 2 ** 16 + view.getUint16(index * 3, true)) / 2 ** 23;
}

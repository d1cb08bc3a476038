import { frameBytes, type PcmFormat } from "./pcm.ts";

/** Builds a WAV file from `pieces` of samples. Its header has the true sizes, which a streaming server does not know. */
export function wavFile(format: PcmFormat, pieces: readonly Uint8Array[]): Uint8Array {
  const { rateHz, channels, bits, encoding } = format;
  const frame = frameBytes(format);
  const dataBytes = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const head = Buffer.alloc(44);
  head.write("RIFF", 0);
  head.writeUInt32LE(36 + dataBytes + (dataBytes % 2), 4);
  head.write("WAVEfmt ", 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(encoding === "float" ? 3 : 1, 20);
  head.writeUInt16LE(channels, 22);
  head.writeUInt32LE(rateHz, 24);
  head.writeUInt32LE(rateHz * frame, 28);
  head.writeUInt16LE(frame, 32);
  head.writeUInt16LE(bits, 34);
  head.write("data", 36);
  head.writeUInt32LE(dataBytes, 40);
  return new Uint8Array(Buffer.concat([head, ...pieces, new Uint8Array(dataBytes % 2)]));
}

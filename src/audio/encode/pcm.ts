import { toS16 } from "../pcm.ts";

/** Raw 16-bit little-endian mono samples, without a header. */
export async function* encodePcm(chunks: AsyncIterable<Float32Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) if (chunk.length > 0) yield toS16(chunk);
}

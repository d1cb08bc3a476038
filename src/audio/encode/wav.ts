import { wavHeader } from "../wav.ts";
import { encodePcm } from "./pcm.ts";

/** Encodes a WAV stream: a header of unknown length with the first audio, then 16-bit samples. */
export async function* encodeWav(
  chunks: AsyncIterable<Float32Array>,
  sampleRateHz: number,
): AsyncGenerator<Uint8Array> {
  let header: Uint8Array | null = wavHeader(sampleRateHz, null);
  for await (const pcm of encodePcm(chunks)) {
    yield header === null ? pcm : Buffer.concat([header, pcm]);
    header = null;
  }
  if (header !== null) yield header;
}

/** Encodes a WAV file with the exact length in the header. */
export async function wholeWav(
  chunks: AsyncIterable<Float32Array>,
  sampleRateHz: number,
): Promise<Uint8Array> {
  const pcm = Buffer.concat(await Array.fromAsync(encodePcm(chunks)));
  return Buffer.concat([wavHeader(sampleRateHz, pcm.length), pcm]);
}

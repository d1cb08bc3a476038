import { wavHeader } from "../wav.ts";
import { encodePcm } from "./pcm.ts";

/** One header of unknown length with the first audio, then 16-bit samples and nothing after them. */
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

import { encodePcm } from "./encode/pcm.ts";
import { encodeWav } from "./encode/wav.ts";
import { wavHeader } from "./wav.ts";

/** The formats that an answer can have. */
export const AUDIO_FORMATS = ["wav", "pcm"] as const;
export type AudioFormat = (typeof AUDIO_FORMATS)[number];

const CONTENT_TYPES: Readonly<Record<AudioFormat, string>> = { wav: "audio/wav", pcm: "audio/pcm" };

/** The Content-Type of `format`; headerless PCM says its rate and channels, since nothing else does. */
export function contentType(format: AudioFormat, sampleRateHz: number): string {
  return format === "pcm" ? `audio/pcm;rate=${sampleRateHz};channels=1` : CONTENT_TYPES[format];
}

/** PCM in −1…1 to the bytes of a streamed answer: the first bytes leave with the first audio. */
export function encode(
  chunks: AsyncIterable<Float32Array>,
  sampleRateHz: number,
  format: AudioFormat,
): AsyncGenerator<Uint8Array> {
  return format === "wav" ? encodeWav(chunks, sampleRateHz) : encodePcm(chunks);
}

/** PCM in −1…1 to a whole file whose header tells its exact length. */
export async function wholeFile(
  chunks: AsyncIterable<Float32Array>,
  sampleRateHz: number,
  format: AudioFormat,
): Promise<Uint8Array> {
  const pcm = Buffer.concat(await Array.fromAsync(encodePcm(chunks)));
  return format === "wav" ? Buffer.concat([wavHeader(sampleRateHz, pcm.length), pcm]) : pcm;
}

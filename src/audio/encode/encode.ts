import { encodeAac } from "./aac.ts";
import { encodeFlac, wholeFlac } from "./flac.ts";
import { encodeMp3, wholeMp3 } from "./mp3.ts";
import { encodeOpus, wholeOpus } from "./opus.ts";
import { encodePcm } from "./pcm.ts";
import { encodeWav, wholeWav } from "./wav.ts";

/** Formats of an answer. */
export const AUDIO_FORMATS = ["mp3", "opus", "aac", "flac", "wav", "pcm"] as const;
export type AudioFormat = (typeof AUDIO_FORMATS)[number];

type Chunks = AsyncIterable<Float32Array>;

interface Form {
  readonly contentType: string;
  /** Encodes while the audio is made. */
  readonly stream: (chunks: Chunks, sampleRateHz: number) => AsyncGenerator<Uint8Array>;
  /** A file with exact sizes in its header; absent for formats whose header has no sizes. */
  readonly whole?: (chunks: Chunks, sampleRateHz: number) => Promise<Uint8Array>;
}

const FORMS: Readonly<Record<AudioFormat, Form>> = {
  mp3: { contentType: "audio/mpeg", stream: encodeMp3, whole: wholeMp3 },
  opus: { contentType: "audio/ogg", stream: encodeOpus, whole: wholeOpus },
  aac: { contentType: "audio/aac", stream: encodeAac },
  flac: { contentType: "audio/flac", stream: encodeFlac, whole: wholeFlac },
  wav: { contentType: "audio/wav", stream: encodeWav, whole: wholeWav },
  pcm: { contentType: "audio/pcm", stream: encodePcm },
};

/** Returns the Content-Type of `format`. For PCM it states rate and channels, since PCM has no header. */
export function contentType(format: AudioFormat, sampleRateHz: number): string {
  const { contentType } = FORMS[format];
  return format === "pcm" ? `${contentType};rate=${sampleRateHz};channels=1` : contentType;
}

/** Encodes mono PCM in −1…1 as a stream; the first audio gives the first bytes. */
export function encode(
  chunks: Chunks,
  sampleRateHz: number,
  format: AudioFormat,
): AsyncGenerator<Uint8Array> {
  return FORMS[format].stream(chunks, sampleRateHz);
}

/** Encodes mono PCM in −1…1 as a complete file with exact sizes in its header. */
export async function wholeFile(
  chunks: Chunks,
  sampleRateHz: number,
  format: AudioFormat,
): Promise<Uint8Array> {
  const { whole, stream } = FORMS[format];
  if (whole !== undefined) return whole(chunks, sampleRateHz);
  return Buffer.concat(await Array.fromAsync(stream(chunks, sampleRateHz)));
}

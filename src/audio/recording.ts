import { decodeFlac } from "./decode/flac.ts";
import { decodeMp3 } from "./decode/mp3.ts";
import { decodeOpus } from "./decode/opus.ts";
import { type Part, unreadable } from "./decode/part.ts";
import { decodeVorbis } from "./decode/vorbis/vorbis.ts";
import { createYielder } from "../eventLoop.ts";
import { type Filter, joined } from "./pcm.ts";
import { createResampler } from "./resample.ts";
import { readWav } from "./wav.ts";

const DECODERS = {
  wav: decodeWav,
  mp3: decodeMp3,
  flac: decodeFlac,
  ogg: decodeOgg,
} as const satisfies Record<string, (bytes: Uint8Array) => Iterable<Part> | AsyncIterable<Part>>;

/** Formats of an uploaded recording; ogg is Opus or Vorbis. */
export type SoundFormat = keyof typeof DECODERS;
export const SOUND_FORMATS: readonly string[] = Object.keys(DECODERS);

/** Supported rates, Hz; an odd rate would make the resampler build a huge filter. */
const RATES: readonly number[] = [
  8000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 88_200, 96_000, 176_400,
  192_000,
];
/** Samples that are resampled between two checks whether to yield to the event loop. */
const PORTION_SAMPLES = 4800;

export interface SoundLimits {
  /** Sample rate of the result, Hz. */
  readonly toHz: number;
  readonly minS: number;
  readonly maxS: number;
}

/** Recognises the format of a file by its first bytes; null: not one of SOUND_FORMATS. */
export function soundFormat(bytes: Uint8Array): SoundFormat | null {
  const text = String.fromCharCode(...bytes.subarray(0, 36));
  if (/^RIFF[^]{4}WAVE/.test(text)) return "wav";
  if (text.startsWith("fLaC")) return "flac";
  // The first packet of Ogg follows the 28 bytes of its page's header.
  if (text.startsWith("OggS")) return /OpusHead|\u0001vorbis/.test(text.slice(28)) ? "ogg" : null;
  // An ID3 tag, or the sync word of a frame: MPEG 1 to 2.5, layer III.
  const [first = 0, second = 0] = bytes;
  return text.startsWith("ID3") || (first === 0xff && (second & 0xe6) === 0xe2) ? "mp3" : null;
}

/**
 * Reads a file as mono samples in −1…1 at `toHz`. Decoding stops at `maxS`. Throws SpeechError "invalid_input" if the
 * file can't be read, or if it is shorter than `minS` or longer than `maxS`.
 */
export async function readSound(
  bytes: Uint8Array,
  format: SoundFormat,
  limits: SoundLimits,
): Promise<Float32Array> {
  const parts: Float32Array[] = [];
  const yieldIfDue = createYielder();
  let resampler: Filter | undefined;
  let [length, rateHz] = [0, 0];
  for await (const { sampleRateHz, samples } of DECODERS[format](bytes)) {
    rateHz ||= sampleRateHz;
    if (!RATES.includes(rateHz))
      throw unreadable(`unsupported sample rate ${rateHz} Hz; supported: ${RATES.join(", ")}`);
    if (sampleRateHz !== rateHz) throw unreadable("the sample rate changes within the file");
    length += samples.length;
    if (length > limits.maxS * rateHz) throw wrongLength(length / rateHz, limits);
    resampler ??= createResampler(rateHz, limits.toHz);
    for (let at = 0; at < samples.length; at += PORTION_SAMPLES) {
      parts.push(resampler.push(samples.subarray(at, at + PORTION_SAMPLES)));
      await yieldIfDue();
    }
  }
  if (resampler === undefined || length === 0) throw unreadable("the file has no audio");
  if (length < limits.minS * rateHz) throw wrongLength(length / rateHz, limits);
  const all = joined([...parts, resampler.end()]);
  if (!all.every(Number.isFinite)) throw unreadable("the file has samples that are not finite");
  return all;
}

function* decodeWav(bytes: Uint8Array): Generator<Part> {
  yield readWav(bytes);
}

function decodeOgg(bytes: Uint8Array): Generator<Part> | AsyncGenerator<Part> {
  return bytes[28] === 1 ? decodeVorbis(bytes) : decodeOpus(bytes);
}

function wrongLength(seconds: number, { minS, maxS }: SoundLimits): Error {
  return unreadable(
    `the duration is ${seconds.toFixed(1)} s or more; supported: ${minS} to ${maxS} s`,
  );
}

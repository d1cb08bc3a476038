import { decodeFlac } from "./decode/flac.ts";
import { decodeMp3 } from "./decode/mp3.ts";
import { decodeOpus } from "./decode/opus.ts";
import { type Part, unreadable } from "./decode/part.ts";
import { decodeVorbis } from "./decode/vorbis/vorbis.ts";
import { createYielder } from "../eventLoop.ts";
import type { Filter } from "./pcm.ts";
import { createResampler } from "./resample.ts";
import { readWav } from "./wav.ts";

const DECODERS = {
  wav: decodeWav,
  mp3: decodeMp3,
  flac: decodeFlac,
  ogg: decodeOgg,
} as const satisfies Record<string, (bytes: Uint8Array) => Iterable<Part> | AsyncIterable<Part>>;

/** What an uploaded recording may be; ogg is Opus or Vorbis. */
export type SoundFormat = keyof typeof DECODERS;
export const SOUND_FORMATS: readonly string[] = Object.keys(DECODERS);

/** Rates that recordings have, Hz; any other would only make the converter build an odd and huge filter. */
const RATES: readonly number[] = [
  8000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 88_200, 96_000, 176_400,
  192_000,
];
/** So many samples are converted between two looks at the clock. */
const PORTION = 4800;

export interface SoundLimits {
  /** Wanted rate, Hz. */
  readonly toHz: number;
  readonly leastS: number;
  readonly mostS: number;
}

/** What the first bytes of a file say that it is; null for none of SOUND_FORMATS. */
export function soundFormat(bytes: Uint8Array): SoundFormat | null {
  const text = String.fromCharCode(...bytes.subarray(0, 36));
  if (/^RIFF[^]{4}WAVE/.test(text)) return "wav";
  if (text.startsWith("fLaC")) return "flac";
  // The first packet of Ogg stands behind the header of its page.
  if (text.startsWith("OggS")) return /OpusHead|\u0001vorbis/.test(text.slice(28)) ? "ogg" : null;
  // A tag, or a frame's sync word: MPEG 1 to 2.5, layer III.
  const [first = 0, second = 0] = bytes;
  return text.startsWith("ID3") || (first === 0xff && (second & 0xe6) === 0xe2) ? "mp3" : null;
}

/**
 * Reads a whole file as mono samples in −1…1 at `toHz`. Decoding stops where the sound gets too long. Throws
 * SpeechError "invalid_input" when it can't be read, or is too short or too long.
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
      throw unreadable(`it has ${rateHz} Hz; ${RATES.join(", ")} are read`);
    if (sampleRateHz !== rateHz) throw unreadable("its rate changes");
    length += samples.length;
    if (length > limits.mostS * rateHz) throw wrongLength(length / rateHz, limits);
    resampler ??= createResampler(rateHz, limits.toHz);
    for (let at = 0; at < samples.length; at += PORTION) {
      parts.push(resampler.push(samples.subarray(at, at + PORTION)));
      await yieldIfDue();
    }
  }
  if (resampler === undefined || length === 0) throw unreadable("there is no sound in it");
  if (length < limits.leastS * rateHz) throw wrongLength(length / rateHz, limits);
  const all = together([...parts, resampler.end()]);
  if (!all.every(Number.isFinite)) throw unreadable("its samples are no numbers");
  return all;
}

function* decodeWav(bytes: Uint8Array): Generator<Part> {
  yield readWav(bytes);
}

function decodeOgg(bytes: Uint8Array): Generator<Part> | AsyncGenerator<Part> {
  return bytes[28] === 1 ? decodeVorbis(bytes) : decodeOpus(bytes);
}

function together(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function wrongLength(seconds: number, { leastS, mostS }: SoundLimits): Error {
  return unreadable(`it lasts ${seconds.toFixed(1)} s or more; ${leastS} to ${mostS} s are taken`);
}

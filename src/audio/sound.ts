import { SpeechError } from "../errors.ts";
import { joined } from "./pcm.ts";
import { createResampler } from "./resample.ts";
import { readWav } from "./wav.ts";

/** What an uploaded recording may be. */
export const SOUND_FORMATS = ["wav", "mp3"] as const;
export type SoundFormat = (typeof SOUND_FORMATS)[number];

/** Rates that recordings have, Hz; any other would only make the converter build an odd and huge filter. */
const RATES = [
  8000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 88_200, 96_000, 176_400,
  192_000,
];
/** Bytes that are decoded at once; between two the event loop is free, and the length is looked at. */
const SLICE_BYTES = 16_384;

interface Sound {
  readonly sampleRateHz: number;
  readonly samples: Float32Array;
}

export interface SoundLimits {
  /** Wanted rate, Hz. */
  readonly toHz: number;
  readonly leastS: number;
  readonly mostS: number;
}

/** What the first bytes of a file say that it is; null for none of SOUND_FORMATS. */
export function soundFormat(bytes: Uint8Array): SoundFormat | null {
  const text = String.fromCharCode(...bytes.subarray(0, 12));
  if (/^RIFF[^]{4}WAVE/.test(text)) return "wav";
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
  const { sampleRateHz, samples } =
    format === "wav" ? readWav(bytes) : await readMp3(bytes, limits);
  if (!RATES.includes(sampleRateHz))
    throw refused(`it has ${sampleRateHz} Hz; ${RATES.join(", ")} are read`);
  const seconds = samples.length / sampleRateHz;
  if (seconds < limits.leastS || seconds > limits.mostS) throw wrongLength(seconds, limits);
  if (!samples.every(Number.isFinite)) throw refused("its samples are no numbers");
  const resampler = createResampler(sampleRateHz, limits.toHz);
  return joined(resampler.push(samples), resampler.end());
}

async function readMp3(bytes: Uint8Array, limits: SoundLimits): Promise<Sound> {
  // Loaded only where it is needed: few servers clone voices.
  const { MPEGDecoder } = await import("mpg123-decoder");
  const decoder = new MPEGDecoder();
  await decoder.ready;
  const parts: Float32Array[] = [];
  let [length, sampleRateHz] = [0, 0];
  try {
    for (let at = 0; at < bytes.length; at += SLICE_BYTES) {
      const decoded = decoder.decode(bytes.subarray(at, at + SLICE_BYTES));
      if (decoded.errors.length > 0) throw refused("its MP3 frames are broken");
      if (decoded.samplesDecoded === 0) continue;
      sampleRateHz ||= decoded.sampleRate;
      if (decoded.sampleRate !== sampleRateHz) throw refused("its rate changes");
      parts.push(mixed(decoded.channelData, decoded.samplesDecoded));
      length += decoded.samplesDecoded;
      if (length > limits.mostS * sampleRateHz) throw wrongLength(length / sampleRateHz, limits);
      await Bun.sleep(0);
    }
  } finally {
    decoder.free();
  }
  if (length === 0) throw refused("there is no sound in it");
  const samples = new Float32Array(length);
  let at = 0;
  for (const part of parts) {
    samples.set(part, at);
    at += part.length;
  }
  return { sampleRateHz, samples };
}

function mixed(channels: readonly Float32Array[], length: number): Float32Array {
  return Float32Array.from({ length }, (_, index) => {
    return channels.reduce((sum, channel) => sum + channel[index]!, 0) / channels.length;
  });
}

function wrongLength(seconds: number, { leastS, mostS }: SoundLimits): SpeechError {
  return refused(`it lasts ${seconds.toFixed(1)} s or more; ${leastS} to ${mostS} s are taken`);
}

function refused(why: string): SpeechError {
  return new SpeechError("invalid_input", why);
}

import { OUTPUT_HZ } from "../pcm.ts";

/** Formats of an answer. */
export const AUDIO_FORMATS = ["mp3", "opus", "aac", "flac", "wav", "pcm", "ulaw", "alaw"] as const;
export type AudioFormat = (typeof AUDIO_FORMATS)[number];

/** Other names of G.711 in requests. */
export const FORMAT_ALIASES = ["mulaw", "g711_ulaw", "g711_alaw"] as const;
export type FormatName = AudioFormat | (typeof FORMAT_ALIASES)[number];

/** Range of the sample rates of pcm and wav, Hz: from telephony to studio. */
export const RATES_HZ = { min: 8000, max: 48_000 } as const;

/** What a client asked for: the format of an answer, with its sample rate and its bit rate. */
export interface OutputForm {
  readonly format: AudioFormat;
  /** Sample rate of the encoded audio, Hz. */
  readonly rateHz: number;
  /** Bit rate of mp3, opus and aac, kb/s; the format's default if absent. Other formats have none. */
  readonly bitrateKbps?: number;
  /** G.711 in a WAV file instead of raw bytes; only for ulaw and alaw. */
  readonly container?: "wav";
}

const CONTENT_TYPES: Readonly<Record<AudioFormat, string>> = {
  mp3: "audio/mpeg",
  opus: "audio/ogg",
  aac: "audio/aac",
  flac: "audio/flac",
  wav: "audio/wav",
  pcm: "audio/pcm",
  // The names that RFC 4856 registers, with the rate as a parameter. audio/basic is µ-law at 8 kHz only.
  ulaw: "audio/PCMU",
  alaw: "audio/PCMA",
};

/** Sample rate of G.711, Hz. */
const TELEPHONE_HZ = 8000;

/** Returns the form of `format` without any wishes: the rate of the pipeline, for G.711 8 kHz. */
export function formOf(format: AudioFormat): OutputForm {
  return { format, rateHz: isG711(format) ? TELEPHONE_HZ : OUTPUT_HZ };
}

/** Returns the format that `name` means. */
export function formatNamed(name: FormatName): AudioFormat {
  if (name === "mulaw" || name === "g711_ulaw") return "ulaw";
  return name === "g711_alaw" ? "alaw" : name;
}

/** Whether `format` is G.711, one byte a sample. */
export function isG711(format: AudioFormat): format is "ulaw" | "alaw" {
  return format === "ulaw" || format === "alaw";
}

/** Delay of LAME with that of every MP3 decoder, and of AAC: samples at the rate of the form. */
const DELAY_SAMPLES: Readonly<Partial<Record<AudioFormat, number>>> = {
  mp3: 576 + 529,
  aac: 1024,
};

/**
 * Returns by how much a decoded stream is later than the audio that was encoded, seconds. A stream of mp3 or aac cannot
 * declare its delay, so that decoders do not cut it.
 */
export function streamDelayS({ format, rateHz }: OutputForm): number {
  return (DELAY_SAMPLES[format] ?? 0) / rateHz;
}

/** Whether `format` is bare samples, whose rate and coding the client has to know. */
function isHeaderless(format: AudioFormat): boolean {
  return format === "pcm" || isG711(format);
}

/** Returns the Content-Type of `form`. Without a header in the audio it states rate and channels. */
export function contentType({ format, rateHz, container }: OutputForm): string {
  if (container !== undefined) return CONTENT_TYPES[container];
  const type = CONTENT_TYPES[format];
  return isHeaderless(format) ? `${type};rate=${rateHz};channels=1` : type;
}

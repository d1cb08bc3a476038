import { SpeechError } from "../errors.ts";

/** Both sizes in the header of a stream, whose length is unknown, as in OpenAI's streams. */
const UNKNOWN_BYTES = 0xffff_ffff;
/** RIFF and WAVE, the head of the format chunk, and the head of the data chunk. */
const HEADS_BYTES = 12 + 8 + 8;
/** A chunk that every coding but PCM has: its head and the number of samples. */
const FACT_BYTES = 12;
const FORMAT_PCM = 1;
const FORMAT_FLOAT = 3;
const FORMAT_EXTENSIBLE = 0xfffe;

/** Coding of the samples in a WAV file: format tag, bytes a sample, bytes of the format chunk. */
const CODINGS = {
  s16: { tag: FORMAT_PCM, width: 2, formatBytes: 16 },
  alaw: { tag: 6, width: 1, formatBytes: 18 },
  ulaw: { tag: 7, width: 1, formatBytes: 18 },
} as const;
export type WavCoding = keyof typeof CODINGS;

/**
 * Builds the header of a mono WAV file: the canonical 44 bytes for 16-bit PCM, 58 bytes for G.711; `dataBytes` null: a
 * stream of unknown length.
 */
export function wavHeader(
  sampleRateHz: number,
  dataBytes: number | null,
  coding: WavCoding = "s16",
): Uint8Array<ArrayBuffer> {
  const { tag, width, formatBytes } = CODINGS[coding];
  const factBytes = tag === FORMAT_PCM ? 0 : FACT_BYTES;
  const header = new Uint8Array(HEADS_BYTES + formatBytes + factBytes);
  const view = new DataView(header.buffer);
  const encoder = new TextEncoder();
  const riffBytes = header.length - 8 + (dataBytes ?? 0) + ((dataBytes ?? 0) % 2);
  header.set(encoder.encode("RIFF"), 0);
  view.setUint32(4, dataBytes === null ? UNKNOWN_BYTES : riffBytes, true);
  header.set(encoder.encode("WAVEfmt "), 8);
  view.setUint32(16, formatBytes, true);
  view.setUint16(20, tag, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, sampleRateHz, true);
  view.setUint32(28, sampleRateHz * width, true);
  view.setUint16(32, width, true);
  view.setUint16(34, width * 8, true);
  const dataAt = header.length - 8;
  if (factBytes > 0) {
    header.set(encoder.encode("fact"), dataAt - FACT_BYTES);
    view.setUint32(dataAt - 8, 4, true);
    view.setUint32(dataAt - 4, dataBytes ?? UNKNOWN_BYTES, true);
  }
  header.set(encoder.encode("data"), dataAt);
  view.setUint32(dataAt + 4, dataBytes ?? UNKNOWN_BYTES, true);
  return header;
}

interface Format {
  readonly tag: number;
  readonly channels: number;
  readonly sampleRateHz: number;
  readonly bits: number;
}

/**
 * Reads a WAV file of 8, 16, 24 or 32-bit integers or 32-bit floats as mono samples in −1…1, the mean of the channels.
 * Chunks other than format and data are skipped; a size beyond the end of the file is cut there. Throws SpeechError
 * "invalid_input" for any other file.
 */
export function readWav(bytes: Uint8Array): { sampleRateHz: number; samples: Float32Array } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || name(bytes, 0) !== "RIFF" || name(bytes, 8) !== "WAVE") {
    throw new SpeechError("invalid_input", "not a WAV file: RIFF…WAVE is missing at its start");
  }
  let format: Format | undefined;
  for (let at = 12; at + 8 <= bytes.length;) {
    const id = name(bytes, at);
    const size = Math.min(view.getUint32(at + 4, true), bytes.length - at - 8);
    if (id === "fmt ") format = readFormat(view, at + 8, size);
    if (id === "data") {
      if (format === undefined)
        throw new SpeechError("invalid_input", "the WAV data chunk precedes the format chunk");
      return { sampleRateHz: format.sampleRateHz, samples: mix(view, at + 8, { format, size }) };
    }
    at += 8 + size + (size % 2);
  }
  throw new SpeechError("invalid_input", "the WAV file has no data chunk");
}

function name(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}

function readFormat(view: DataView, at: number, size: number): Format {
  if (size < 16)
    throw new SpeechError(
      "invalid_input",
      `the WAV format chunk has ${size} bytes; at least 16 are needed`,
    );
  const tag = view.getUint16(at, true);
  const format = {
    tag: tag === FORMAT_EXTENSIBLE && size >= 26 ? view.getUint16(at + 24, true) : tag,
    channels: view.getUint16(at + 2, true),
    sampleRateHz: view.getUint32(at + 4, true),
    bits: view.getUint16(at + 14, true),
  };
  const isSupported =
    (format.tag === FORMAT_PCM && [8, 16, 24, 32].includes(format.bits)) ||
    (format.tag === FORMAT_FLOAT && format.bits === 32);
  if (!isSupported || format.channels === 0 || format.sampleRateHz === 0) {
    throw new SpeechError(
      "invalid_input",
      `unsupported WAV: format ${format.tag}, ${format.bits} bits, ${format.channels} channels, ${format.sampleRateHz} Hz; ` +
        "supported: 8 to 32-bit PCM and 32-bit float",
    );
  }
  return format;
}

function mix(view: DataView, at: number, data: { format: Format; size: number }): Float32Array {
  const { channels, bits, tag } = data.format;
  const width = bits / 8;
  const read = sampleReader(view, tag === FORMAT_FLOAT ? "float" : bits);
  const samples = new Float32Array(Math.floor(data.size / (width * channels)));
  for (let index = 0; index < samples.length; index += 1) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel += 1)
      sum += read(at + (index * channels + channel) * width);
    samples[index] = sum / channels;
  }
  return samples;
}

function sampleReader(view: DataView, kind: number | "float"): (at: number) => number {
  if (kind === "float") return (at) => view.getFloat32(at, true);
  if (kind === 8) return (at) => (view.getUint8(at) - 128) / 128; // 8-bit WAV is unsigned
  if (kind === 16) return (at) => view.getInt16(at, true) / 32_768;
  if (kind === 24)
    return (at) => (view.getUint16(at, true) | (view.getInt8(at + 2) << 16)) / 8_388_608;
  return (at) => view.getInt32(at, true) / 2_147_483_648;
}

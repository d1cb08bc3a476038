import { OUTPUT_HZ } from "../pcm.ts";
import { inPieces, piecesOf } from "../pieces.ts";
import { createResampler } from "../resample.ts";
import { openAac } from "./aac.ts";
import { encodeWith, type Encoder } from "./encoder.ts";
import { openFlac, wholeFlac } from "./flac.ts";
import type { AudioFormat, OutputForm } from "./form.ts";
import { openMp3, wholeMp3 } from "./mp3.ts";
import { openOpus, wholeOpus } from "./opus.ts";
import { openSamples } from "./samples.ts";
import { openWav, wholeWav } from "./wav.ts";

type Chunks = AsyncIterable<Float32Array>;

/** One format, for samples that already have the rate of the form. */
interface Codec {
  /** Opens an encoder that encodes while the audio is made. */
  readonly open: (form: OutputForm) => Encoder | Promise<Encoder>;
  /** Encodes a file with exact sizes in its header; absent for formats whose header has no sizes. */
  readonly whole?: (chunks: Chunks, form: OutputForm) => Promise<Uint8Array>;
  /** Whether an answer is encoded in so little time that its chunks need not wait for other streams. */
  readonly isLight?: boolean;
}

const SAMPLES: Codec = { open: openSamples, isLight: true };
const WAV: Codec = { open: openWav, whole: wholeWav, isLight: true };
const CODECS: Readonly<Record<AudioFormat, Codec>> = {
  mp3: { open: openMp3, whole: wholeMp3 },
  opus: { open: openOpus, whole: wholeOpus },
  aac: { open: openAac },
  flac: { open: openFlac, whole: wholeFlac },
  wav: WAV,
  pcm: SAMPLES,
  ulaw: SAMPLES,
  alaw: SAMPLES,
};

/**
 * Opens an encoder of `form` for mono PCM at OUTPUT_HZ. It has one resampler, so that n samples become
 * round(n · rateHz / OUTPUT_HZ) samples, whatever the pieces. A push of up to 0.5 s returns less than 64 KiB, whole
 * samples. Whoever opens it closes it. Throws SpeechError "internal" for a rate or a bit rate that the format lacks.
 *
 * @example
 * const encoder = await openEncoder(formOf("mp3"));
 * try {
 *   for await (const pcm of chunks) send(encoder.push(pcm));
 *   send(encoder.end());
 * } finally {
 *   encoder.close();
 * }
 */
export async function openEncoder(asked: OutputForm): Promise<Encoder> {
  const form = coded(asked);
  const encoder = await codecOf(form).open(form);
  const resampler = createResampler(OUTPUT_HZ, form.rateHz);
  const encoded = (samples: Float32Array): Uint8Array[] =>
    samples.length === 0 ? [] : [encoder.push(samples)];
  return {
    push(samples) {
      const parts = [...piecesOf(samples)].flatMap((piece) => encoded(resampler.push(piece)));
      return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
    },
    end: () => Buffer.concat([...encoded(resampler.end()), encoder.end()]),
    close: () => encoder.close(),
  };
}

/** Encodes mono PCM at OUTPUT_HZ in −1…1 as a stream; the first audio gives the first bytes. */
export function encode(chunks: Chunks, form: OutputForm): AsyncGenerator<Uint8Array> {
  const takesTurns = codecOf(form).isLight !== true || form.rateHz !== OUTPUT_HZ;
  return encodeWith(takesTurns ? inPieces(chunks) : chunks, () => openEncoder(form));
}

/** Encodes mono PCM at OUTPUT_HZ in −1…1 as a complete file with exact sizes in its header. */
export async function wholeFile(chunks: Chunks, asked: OutputForm): Promise<Uint8Array> {
  const form = coded(asked);
  const { whole } = codecOf(form);
  if (whole === undefined) return Buffer.concat(await Array.fromAsync(encode(chunks, form)));
  return whole(form.rateHz === OUTPUT_HZ ? chunks : resampled(chunks, form.rateHz), form);
}

/**
 * Returns the form that is encoded. Opus is always decoded at 48 kHz, so that samples of a lower rate give the same
 * stream in half the time.
 */
function coded(form: OutputForm): OutputForm {
  const isUpsampledOpus = form.format === "opus" && form.rateHz > OUTPUT_HZ;
  return isUpsampledOpus ? { ...form, rateHz: OUTPUT_HZ } : form;
}

function codecOf({ format, container }: OutputForm): Codec {
  return container === "wav" ? WAV : CODECS[format];
}

async function* resampled(chunks: Chunks, rateHz: number): AsyncGenerator<Float32Array> {
  const resampler = createResampler(OUTPUT_HZ, rateHz);
  for await (const piece of inPieces(chunks)) yield resampler.push(piece);
  yield resampler.end();
}

import { type WavCoding, wavHeader } from "../wav.ts";
import { encodeWith, type Encoder, withHead } from "./encoder.ts";
import { isG711, type OutputForm } from "./form.ts";
import { openSamples } from "./samples.ts";

/** Opens an encoder of a WAV stream: a header of unknown length with the first audio, then the samples. */
export function openWav(form: OutputForm): Encoder {
  return withHead(wavHeader(form.rateHz, null, codingOf(form)), openSamples(form));
}

/** Encodes a WAV file with the exact length in the header. */
export async function wholeWav(
  chunks: AsyncIterable<Float32Array>,
  form: OutputForm,
): Promise<Uint8Array> {
  const data = Buffer.concat(await Array.fromAsync(encodeWith(chunks, () => openSamples(form))));
  const padding = new Uint8Array(data.length % 2);
  return Buffer.concat([wavHeader(form.rateHz, data.length, codingOf(form)), data, padding]);
}

function codingOf({ format }: OutputForm): WavCoding {
  return isG711(format) ? format : "s16";
}

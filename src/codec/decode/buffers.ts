import type { DecoderForm } from "./form.ts";

/** Memory that the Worker and the main thread share. A lane uses it for many runs. */
export interface RunMemory {
  readonly codes: SharedArrayBuffer;
  readonly audio: SharedArrayBuffer;
}

/**
 * Codes and audio of one run: in `codes` `batch` rows of `tokens` codes, each with the `codeBits` of the decoder's form,
 * and in `audio` space for as many rows of audio.
 */
export interface RunBuffers {
  readonly memory: RunMemory;
  readonly batch: number;
  readonly tokens: number;
}

/** Returns the number of samples that the model computes for one row of `tokens` codes. */
export function rowSamples(form: DecoderForm, tokens: number): number {
  return form.samplesPerToken * tokens - 2 * form.croppedSamples;
}

/** Number of distorted samples at the end of audio from upstream's cropped export. They are faded out. */
const CROPPED_FADE_SAMPLES = 360;

/** Writes rows of equal length into shared memory. Reuses the memory of `previous` if it is large enough. */
export function writeCodes(
  form: DecoderForm,
  rows: readonly Int32Array[],
  previous: RunBuffers | null,
): RunBuffers {
  const [batch, tokens] = [rows.length, rows[0]?.length ?? 0];
  const words = form.codeBits / 32;
  const memory = enough(previous?.memory ?? null, {
    codes: batch * tokens * words * 4,
    audio: batch * rowSamples(form, tokens) * 4,
  });
  const view = new Int32Array(memory.codes);
  rows.forEach((row, r) => {
    // Codes are never negative, so the upper words of 64-bit codes (little-endian) stay 0.
    if (words === 1) view.set(row, r * tokens);
    else row.forEach((code, i) => (view[2 * (r * tokens + i)] = code));
  });
  return { memory, batch, tokens };
}

/** Returns the audio of each row, 480 samples per token. Except for cropped audio, these are views of the memory. */
export function readAudio(
  form: DecoderForm,
  { memory, batch, tokens }: RunBuffers,
): Float32Array[] {
  const samples = rowSamples(form, tokens);
  return Array.from({ length: batch }, (_, row) => {
    const view = new Float32Array(memory.audio, row * samples * 4, samples);
    return form.croppedSamples === 0 ? view : uncropped(form, view);
  });
}

/** Returns cropped audio with silence in place of the missing edges. The edges lie in a window's context. */
function uncropped(form: DecoderForm, raw: Float32Array): Float32Array {
  const padded = new Float32Array(raw.length + 2 * form.croppedSamples);
  padded.set(raw, form.croppedSamples);
  const end = form.croppedSamples + raw.length;
  const fade = Math.min(CROPPED_FADE_SAMPLES, raw.length);
  for (let i = 0; i < fade; i++) padded[end - 1 - i]! *= i / fade;
  return padded;
}

interface Bytes {
  readonly codes: number;
  readonly audio: number;
}

/** Returns `previous` if it is large enough, otherwise new memory. */
function enough(previous: RunMemory | null, { codes, audio }: Bytes): RunMemory {
  if (previous && previous.codes.byteLength >= codes && previous.audio.byteLength >= audio)
    return previous;
  return {
    codes: ofSize(Math.max(codes, previous?.codes.byteLength ?? 0)),
    audio: ofSize(Math.max(audio, previous?.audio.byteLength ?? 0)),
  };
}

/** Allocates shared memory. Sizes are powers of two, so that a lane soon has memory for all its runs. */
function ofSize(bytes: number): SharedArrayBuffer {
  return new SharedArrayBuffer(2 ** Math.ceil(Math.log2(Math.max(bytes, 4096))));
}

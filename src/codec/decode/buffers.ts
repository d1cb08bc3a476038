import type { DecoderForm } from "./form.ts";

/** Codes and audio of one run, in memory that the Worker and the main thread share. */
export interface RunBuffers {
  /** `batch` rows of `tokens` codes. Each code has the `codeBits` of the decoder's form. */
  readonly codes: SharedArrayBuffer;
  /** Space for `batch` rows of audio. */
  readonly audio: SharedArrayBuffer;
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
  const codes = atLeast(previous?.codes, batch * tokens * words * 4);
  const audio = atLeast(previous?.audio, batch * rowSamples(form, tokens) * 4);
  const view = new Int32Array(codes);
  rows.forEach((row, r) => {
    // Codes are never negative, so the upper words of 64-bit codes (little-endian) stay 0.
    if (words === 1) view.set(row, r * tokens);
    else row.forEach((code, i) => (view[2 * (r * tokens + i)] = code));
  });
  return { codes, audio, batch, tokens };
}

/** Copies the audio of each row into an array of 480 samples per token. */
export function readAudio(form: DecoderForm, buffers: RunBuffers): Float32Array[] {
  const { batch, tokens } = buffers;
  const samples = rowSamples(form, tokens);
  const audio = new Float32Array(buffers.audio);
  return Array.from({ length: batch }, (_, row) => {
    // A copy by `set`, because `slice` is slow on shared memory.
    const raw = new Float32Array(samples);
    raw.set(audio.subarray(row * samples, (row + 1) * samples));
    return form.croppedSamples === 0 ? raw : uncropped(form, raw);
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

/**
 * Returns `previous` if it is large enough, otherwise new memory. Sizes are powers of two, so that a lane soon reuses
 * one pair of buffers.
 */
function atLeast(previous: SharedArrayBuffer | undefined, bytes: number): SharedArrayBuffer {
  if (previous && previous.byteLength >= bytes) return previous;
  return new SharedArrayBuffer(2 ** Math.ceil(Math.log2(Math.max(bytes, 4096))));
}

import type { DecoderForm } from "./form.ts";

/** One run: memory that the Worker and the main thread share, and the shape of what is in it. */
export interface RunBuffers {
  /** `batch` rows of `tokens` codes, as wide as the form says. */
  readonly codes: SharedArrayBuffer;
  /** Room for `batch` rows of audio. */
  readonly audio: SharedArrayBuffer;
  readonly batch: number;
  readonly tokens: number;
}

/** Samples that one row of `tokens` codes gives. */
export function rowSamples(form: DecoderForm, tokens: number): number {
  return form.samplesPerToken * tokens - 2 * form.croppedSamples;
}

/** Samples before the end that upstream's cropped export gets wrong; they are faded out. */
const CROPPED_FADE_SAMPLES = 360;

/** Writes rows of equal length into shared memory, in `before`'s where it is large enough. */
export function writeCodes(
  form: DecoderForm,
  rows: readonly Int32Array[],
  before: RunBuffers | null,
): RunBuffers {
  const [batch, tokens] = [rows.length, rows[0]?.length ?? 0];
  const words = form.codeBits / 32;
  const codes = atLeast(before?.codes, batch * tokens * words * 4);
  const audio = atLeast(before?.audio, batch * rowSamples(form, tokens) * 4);
  const view = new Int32Array(codes);
  rows.forEach((row, r) => {
    // Codes are never negative: the upper words of 64-bit ones (little-endian) stay 0.
    if (words === 1) view.set(row, r * tokens);
    else row.forEach((code, i) => (view[2 * (r * tokens + i)] = code));
  });
  return { codes, audio, batch, tokens };
}

/** Copies the audio out, one array per row of 480 samples per token. */
export function readAudio(form: DecoderForm, buffers: RunBuffers): Float32Array[] {
  const { batch, tokens } = buffers;
  const samples = rowSamples(form, tokens);
  const audio = new Float32Array(buffers.audio);
  return Array.from({ length: batch }, (_, row) => {
    // Not slice, which is slow on shared memory.
    const raw = new Float32Array(samples);
    raw.set(audio.subarray(row * samples, (row + 1) * samples));
    return form.croppedSamples === 0 ? raw : uncropped(form, raw);
  });
}

/** Puts cropped audio where it belongs; its edges are silence, which a window's context covers. */
function uncropped(form: DecoderForm, raw: Float32Array): Float32Array {
  const whole = new Float32Array(raw.length + 2 * form.croppedSamples);
  whole.set(raw, form.croppedSamples);
  const end = form.croppedSamples + raw.length;
  const fade = Math.min(CROPPED_FADE_SAMPLES, raw.length);
  for (let i = 0; i < fade; i++) whole[end - 1 - i]! *= i / fade;
  return whole;
}

/** Memory only grows, by doubling, so that a lane settles on one pair of buffers. */
function atLeast(before: SharedArrayBuffer | undefined, bytes: number): SharedArrayBuffer {
  if (before && before.byteLength >= bytes) return before;
  return new SharedArrayBuffer(2 ** Math.ceil(Math.log2(Math.max(bytes, 4096))));
}

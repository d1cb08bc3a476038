/** Sample rate of all audio that leaves the pipeline, Hz. */
export const OUTPUT_HZ = 24_000;

/** Converts samples in −1…1 (clamped) to signed 16-bit little-endian PCM, two bytes a sample. */
export function toS16(samples: Float32Array): Uint8Array {
  const out = new Int16Array(samples.length);
  for (let index = 0; index < samples.length; index += 1) {
    // Rounds half up, as Math.round with min and max does, four times as fast. NaN becomes 0.
    const level = samples[index]! * 32_767 + 0.5;
    out[index] = level >= 32_767 ? 32_767 : level <= -32_768 ? -32_768 : Math.floor(level);
  }
  return new Uint8Array(out.buffer);
}

/** A stateful PCM filter. `end` returns the last samples; no chunk may be pushed after it. */
export interface Filter {
  push(chunk: Float32Array): Float32Array;
  end(): Float32Array;
}

/** Passes a whole sound through a new filter. */
export function filtered(samples: Float32Array, filter: Filter): Float32Array<ArrayBuffer> {
  const head = filter.push(samples);
  return joined([head, filter.end()]);
}

/** Returns all samples of `chunks` in one array. */
export function joined(chunks: readonly Float32Array[]): Float32Array<ArrayBuffer> {
  const all = new Float32Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

/** Samples in −1…1 (clamped) to signed 16-bit little-endian bytes, two a sample. */
export function toS16(samples: Float32Array): Uint8Array {
  const out = new Int16Array(samples.length);
  for (let index = 0; index < samples.length; index += 1) {
    // Four times as fast as Math.round, min and max, and the same: rounded half up. NaN becomes 0.
    const level = samples[index]! * 32_767 + 0.5;
    out[index] = level >= 32_767 ? 32_767 : level <= -32_768 ? -32_768 : Math.floor(level);
  }
  return new Uint8Array(out.buffer);
}

/** Feeds chunks through, keeping the state between them. `end` gives what is left; nothing may be pushed after it. */
export interface Filter {
  push(chunk: Float32Array): Float32Array;
  end(): Float32Array;
}

/** `a`, then `b`. */
export function joined(a: Float32Array, b: Float32Array): Float32Array<ArrayBuffer> {
  const both = new Float32Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

/** Weights in 8 bits, row-major [rows, channels], and one scale per channel: weight ≈ value · scale. */
export interface Int8Weights {
  readonly values: Int8Array;
  readonly scales: Float32Array;
}

/** Largest 8-bit value. −128 is not used, so that the range is symmetric and the zero point is 0. */
const LARGEST = 127;

/**
 * Quantizes the weights of a matrix, row-major [rows, channels]. Each channel has its own scale, because the channels of
 * a layer differ in size.
 *
 * @example
 * quantizeChannels(Float32Array.of(1, 10, -2, 5), 2).values; // [64, 127, -127, 64]
 */
export function quantizeChannels(weights: Float32Array, channels: number): Int8Weights {
  const scales = new Float32Array(channels);
  for (let at = 0; at < weights.length; at += channels)
    for (let channel = 0; channel < channels; channel += 1)
      scales[channel] = Math.max(scales[channel]!, Math.abs(weights[at + channel]!));
  for (let channel = 0; channel < channels; channel += 1)
    scales[channel] = (scales[channel]! || LARGEST) / LARGEST;
  const values = new Int8Array(weights.length);
  for (let at = 0; at < weights.length; at += channels)
    for (let channel = 0; channel < channels; channel += 1)
      values[at + channel] = Math.round(weights[at + channel]! / scales[channel]!);
  return { values, scales };
}

import type { BitReader } from "./bits.ts";
import { unreadable } from "./part.ts";

/** Coefficients of the fixed predictors, for the newest sample first (RFC 9639, section 9.2.5). */
const FIXED = [[], [1], [2, -1], [3, -3, 1], [4, -6, 4, -1]] as const;

interface Block {
  readonly length: number;
  readonly bits: number;
}

/** Reads one channel of a frame (RFC 9639, section 9.2): integers, as doubles since a difference has up to 33 bits. */
export function readSubframe(reader: BitReader, block: Block): Float64Array {
  reader.read(1);
  const type = reader.read(6);
  const wasted = reader.read(1) === 1 ? reader.unary() + 1 : 0;
  if (wasted >= block.bits) throw unreadable("unsupported FLAC coding");
  const samples = readSamples(reader, type, { ...block, bits: block.bits - wasted });
  return wasted === 0 ? samples : samples.map((sample) => sample * 2 ** wasted);
}

function readSamples(reader: BitReader, type: number, { length, bits }: Block): Float64Array {
  const samples = new Float64Array(length);
  if (type === 0) return samples.fill(reader.signed(bits));
  if (type === 1) {
    for (let index = 0; index < length; index += 1) samples[index] = reader.signed(bits);
    return samples;
  }
  const fixed = type >= 8 && type <= 12 ? FIXED[type - 8] : undefined;
  const order = fixed?.length ?? type - 31;
  if (order < (fixed ? 0 : 1) || order > length) throw unreadable("unsupported FLAC coding");
  for (let index = 0; index < order; index += 1) samples[index] = reader.signed(bits);
  if (fixed !== undefined) {
    readResidual(reader, samples, order);
    predict(samples, { coefficients: fixed, shift: 0 });
    return samples;
  }
  const precision = reader.read(4) + 1;
  const shift = reader.signed(5);
  if (precision === 16 || shift < 0) throw unreadable("unsupported FLAC coding");
  const coefficients = Array.from({ length: order }, () => reader.signed(precision));
  readResidual(reader, samples, order);
  predict(samples, { coefficients, shift });
  return samples;
}

interface Predictor {
  readonly coefficients: readonly number[];
  readonly shift: number;
}

/** Adds the prediction from the preceding samples to each residual. Sums stay below 2^53. */
function predict(samples: Float64Array, { coefficients, shift }: Predictor): void {
  const scale = 2 ** shift;
  const order = coefficients.length;
  for (let index = order; index < samples.length; index += 1) {
    let sum = 0;
    for (let tap = 0; tap < order; tap += 1) sum += coefficients[tap]! * samples[index - 1 - tap]!;
    samples[index]! += Math.floor(sum / scale);
  }
}

/** Reads Rice-coded residuals into `samples` from `order` on (RFC 9639, section 9.2.7). */
function readResidual(reader: BitReader, samples: Float64Array, order: number): void {
  const method = reader.read(2);
  if (method > 1) throw unreadable("unsupported FLAC coding");
  const width = method === 0 ? 4 : 5;
  const partitions = 2 ** reader.read(4);
  const size = samples.length / partitions;
  if (!Number.isInteger(size) || size < order) throw unreadable("unsupported FLAC coding");
  for (let partition = 0, at = order; partition < partitions; partition += 1) {
    const end = (partition + 1) * size;
    const parameter = reader.read(width);
    if (parameter === 2 ** width - 1) {
      const bits = reader.read(5);
      for (; at < end; at += 1) samples[at] = bits === 0 ? 0 : reader.signed(bits);
    } else {
      const scale = 2 ** parameter;
      for (; at < end; at += 1) {
        const folded = reader.unary() * scale + reader.read(parameter);
        samples[at] = folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2;
      }
    }
  }
}

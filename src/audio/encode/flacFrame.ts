import { createBitWriter, type BitWriter } from "./bits.ts";
import { planRice, putRice } from "./rice.ts";

const BITS_PER_SAMPLE = 16;
const MAX_FIXED_ORDER = 4;

/** Codes of sample rates in the frame header (RFC 9639, table 16); other rates are in STREAMINFO only, code 0. */
const RATE_CODES: Readonly<Record<number, number>> = {
  8000: 4,
  16_000: 5,
  22_050: 6,
  24_000: 7,
  32_000: 8,
  44_100: 9,
  48_000: 10,
};

/**
 * Encodes one FLAC frame of 1–65,536 mono 16-bit samples: the fixed polynomial predictor with the smallest residual,
 * Rice coded; a constant or raw block where that is shorter (RFC 9639, section 9).
 */
export function flacFrame(samples: Int16Array, frame: number, sampleRateHz: number): Uint8Array {
  const out = createBitWriter(samples.length * 2 + 32);
  out.put(0xfff8, 16); // sync code, fixed block size
  out.put(7, 4); // the block size follows in 16 bits
  out.put(RATE_CODES[sampleRateHz] ?? 0, 4);
  out.put(0b0000_100_0, 8); // one channel, 16 bits per sample
  putFrameNumber(out, frame);
  out.put(samples.length - 1, 16);
  out.put(crc(out.bytes(), CRC8), 8);
  putSubframe(out, samples);
  out.align();
  out.put(crc(out.bytes(), CRC16), 16);
  return out.bytes().slice();
}

/** Encodes a number like UTF-8. FLAC allows 36 bits; 31 bits, a year of audio, are enough here. */
function putFrameNumber(out: BitWriter, frame: number): void {
  if (frame < 0x80) {
    out.put(frame, 8);
    return;
  }
  let following = 1; // bytes after the first
  while (frame >= 2 ** (5 * following + 6)) following += 1;
  out.put((0xff00 >> (following + 1)) | (frame >> (6 * following)), 8);
  for (let rest = following - 1; rest >= 0; rest -= 1)
    out.put(0x80 | ((frame >> (6 * rest)) & 63), 8);
}

function putSubframe(out: BitWriter, samples: Int16Array): void {
  if (samples.every((sample) => sample === samples[0])) {
    out.put(0, 8);
    out.put(samples[0] ?? 0, BITS_PER_SAMPLE);
    return;
  }
  const { order, folded } = predict(samples);
  const plan = planRice(folded, order);
  if (8 + order * BITS_PER_SAMPLE + plan.bits >= 8 + samples.length * BITS_PER_SAMPLE) {
    out.put(1 << 1, 8);
    for (const sample of samples) out.put(sample, BITS_PER_SAMPLE);
    return;
  }
  out.put((8 | order) << 1, 8);
  for (const sample of samples.subarray(0, order)) out.put(sample, BITS_PER_SAMPLE);
  putRice(out, folded, { plan, skipped: order });
}

/**
 * The residual of order n is the n-th difference, so each order is the difference of the one below. Returns the order
 * with the smallest sum, folded to 0, 1, 2, 3, … for 0, −1, 1, −2, …
 */
function predict(samples: Int16Array): { order: number; folded: Uint32Array } {
  let residual = Int32Array.from(samples);
  let best = residual;
  let order = 0;
  let smallest = absoluteSum(residual, MAX_FIXED_ORDER);
  for (let next = 1; next <= MAX_FIXED_ORDER && next < samples.length; next += 1) {
    const difference = new Int32Array(samples.length);
    for (let index = next; index < samples.length; index += 1) {
      difference[index] = (residual[index] ?? 0) - (residual[index - 1] ?? 0);
    }
    residual = difference;
    const sum = absoluteSum(residual, MAX_FIXED_ORDER);
    if (sum >= smallest) continue;
    smallest = sum;
    best = residual;
    order = next;
  }
  const folded = new Uint32Array(best.length);
  for (let index = 0; index < best.length; index += 1) {
    const value = best[index] ?? 0;
    folded[index] = (value << 1) ^ (value >> 31);
  }
  return { order, folded };
}

/** The sum from the same sample on for each order, so that orders can be compared. */
function absoluteSum(residual: Int32Array, from: number): number {
  let sum = 0;
  for (let index = from; index < residual.length; index += 1) sum += Math.abs(residual[index] ?? 0);
  return sum;
}

interface Crc {
  readonly bits: number;
  readonly table: Uint16Array;
}

const CRC8 = crcTable(8, 0x07);
const CRC16 = crcTable(16, 0x8005);

function crcTable(bits: number, polynomial: number): Crc {
  const top = 1 << (bits - 1);
  const mask = 2 * top - 1;
  const table = Uint16Array.from({ length: 256 }, (_, byte) => {
    let value = byte << (bits - 8);
    for (let bit = 0; bit < 8; bit += 1) {
      value = (value & top ? (value << 1) ^ polynomial : value << 1) & mask;
    }
    return value;
  });
  return { bits, table };
}

/** Most significant bit first, from 0. */
function crc(bytes: Uint8Array, { bits, table }: Crc): number {
  const mask = 2 ** bits - 1;
  let value = 0;
  for (const byte of bytes) {
    value = ((value << 8) & mask) ^ (table[((value >> (bits - 8)) ^ byte) & 255] ?? 0);
  }
  return value;
}

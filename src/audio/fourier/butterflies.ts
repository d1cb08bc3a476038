/** One pass: `blocks` butterflies of `radix` points, each for `stride` neighbouring columns. */
export interface Pass {
  readonly radix: number;
  readonly blocks: number;
  readonly stride: number;
  /** For each block the factors of outputs 1 … radix − 1. */
  readonly twiddles: Float64Array;
}

const SIN_60 = Math.sin(Math.PI / 3);
const COS_72 = Math.cos((2 * Math.PI) / 5);
const SIN_72 = Math.sin((2 * Math.PI) / 5);
const COS_144 = Math.cos((4 * Math.PI) / 5);
const SIN_144 = Math.sin((4 * Math.PI) / 5);

type Butterfly = (pass: Pass, from: Float64Array, to: Float64Array) => void;

export const BUTTERFLIES: Readonly<Record<number, Butterfly>> = {
  2: radix2,
  3: radix3,
  4: radix4,
  5: radix5,
};

function radix3({ blocks, stride, twiddles }: Pass, from: Float64Array, to: Float64Array): void {
  const gap = 2 * stride * blocks;
  const step = 2 * stride;
  for (let block = 0; block < blocks; block += 1) {
    const w = 4 * block;
    const w1r = twiddles[w]!;
    const w1i = twiddles[w + 1]!;
    const w2r = twiddles[w + 2]!;
    const w2i = twiddles[w + 3]!;
    for (let column = 0; column < step; column += 2) {
      const i = step * block + column;
      const o = 3 * step * block + column;
      const a0r = from[i]!;
      const a0i = from[i + 1]!;
      const a1r = from[i + gap]!;
      const a1i = from[i + gap + 1]!;
      const a2r = from[i + 2 * gap]!;
      const a2i = from[i + 2 * gap + 1]!;
      const sumR = a1r + a2r;
      const sumI = a1i + a2i;
      const midR = a0r - sumR / 2;
      const midI = a0i - sumI / 2;
      const turnR = SIN_60 * (a1i - a2i);
      const turnI = SIN_60 * (a2r - a1r);
      to[o] = a0r + sumR;
      to[o + 1] = a0i + sumI;
      const b1r = midR + turnR;
      const b1i = midI + turnI;
      const b2r = midR - turnR;
      const b2i = midI - turnI;
      to[o + step] = b1r * w1r - b1i * w1i;
      to[o + step + 1] = b1r * w1i + b1i * w1r;
      to[o + 2 * step] = b2r * w2r - b2i * w2i;
      to[o + 2 * step + 1] = b2r * w2i + b2i * w2r;
    }
  }
}

function radix4({ blocks, stride, twiddles }: Pass, from: Float64Array, to: Float64Array): void {
  const gap = 2 * stride * blocks;
  const step = 2 * stride;
  for (let block = 0; block < blocks; block += 1) {
    const w = 6 * block;
    const w1r = twiddles[w]!;
    const w1i = twiddles[w + 1]!;
    const w2r = twiddles[w + 2]!;
    const w2i = twiddles[w + 3]!;
    const w3r = twiddles[w + 4]!;
    const w3i = twiddles[w + 5]!;
    for (let column = 0; column < step; column += 2) {
      const i = step * block + column;
      const o = 4 * step * block + column;
      const s02r = from[i]! + from[i + 2 * gap]!;
      const s02i = from[i + 1]! + from[i + 2 * gap + 1]!;
      const d02r = from[i]! - from[i + 2 * gap]!;
      const d02i = from[i + 1]! - from[i + 2 * gap + 1]!;
      const s13r = from[i + gap]! + from[i + 3 * gap]!;
      const s13i = from[i + gap + 1]! + from[i + 3 * gap + 1]!;
      const d13r = from[i + gap]! - from[i + 3 * gap]!;
      const d13i = from[i + gap + 1]! - from[i + 3 * gap + 1]!;
      to[o] = s02r + s13r;
      to[o + 1] = s02i + s13i;
      const b1r = d02r + d13i;
      const b1i = d02i - d13r;
      const b3r = d02r - d13i;
      const b3i = d02i + d13r;
      const b2r = s02r - s13r;
      const b2i = s02i - s13i;
      to[o + step] = b1r * w1r - b1i * w1i;
      to[o + step + 1] = b1r * w1i + b1i * w1r;
      to[o + 2 * step] = b2r * w2r - b2i * w2i;
      to[o + 2 * step + 1] = b2r * w2i + b2i * w2r;
      to[o + 3 * step] = b3r * w3r - b3i * w3i;
      to[o + 3 * step + 1] = b3r * w3i + b3i * w3r;
    }
  }
}

function radix5({ blocks, stride, twiddles }: Pass, from: Float64Array, to: Float64Array): void {
  const gap = 2 * stride * blocks;
  const step = 2 * stride;
  for (let block = 0; block < blocks; block += 1) {
    const w = 8 * block;
    const w1r = twiddles[w]!;
    const w1i = twiddles[w + 1]!;
    const w2r = twiddles[w + 2]!;
    const w2i = twiddles[w + 3]!;
    const w3r = twiddles[w + 4]!;
    const w3i = twiddles[w + 5]!;
    const w4r = twiddles[w + 6]!;
    const w4i = twiddles[w + 7]!;
    for (let column = 0; column < step; column += 2) {
      const i = step * block + column;
      const o = 5 * step * block + column;
      const a0r = from[i]!;
      const a0i = from[i + 1]!;
      const s14r = from[i + gap]! + from[i + 4 * gap]!;
      const s14i = from[i + gap + 1]! + from[i + 4 * gap + 1]!;
      const d14r = from[i + gap]! - from[i + 4 * gap]!;
      const d14i = from[i + gap + 1]! - from[i + 4 * gap + 1]!;
      const s23r = from[i + 2 * gap]! + from[i + 3 * gap]!;
      const s23i = from[i + 2 * gap + 1]! + from[i + 3 * gap + 1]!;
      const d23r = from[i + 2 * gap]! - from[i + 3 * gap]!;
      const d23i = from[i + 2 * gap + 1]! - from[i + 3 * gap + 1]!;
      const nearR = a0r + COS_72 * s14r + COS_144 * s23r;
      const nearI = a0i + COS_72 * s14i + COS_144 * s23i;
      const farR = a0r + COS_144 * s14r + COS_72 * s23r;
      const farI = a0i + COS_144 * s14i + COS_72 * s23i;
      const turn1R = SIN_72 * d14i + SIN_144 * d23i;
      const turn1I = -SIN_72 * d14r - SIN_144 * d23r;
      const turn2R = SIN_144 * d14i - SIN_72 * d23i;
      const turn2I = -SIN_144 * d14r + SIN_72 * d23r;
      const b1r = nearR + turn1R;
      const b1i = nearI + turn1I;
      const b4r = nearR - turn1R;
      const b4i = nearI - turn1I;
      const b2r = farR + turn2R;
      const b2i = farI + turn2I;
      const b3r = farR - turn2R;
      const b3i = farI - turn2I;
      to[o] = a0r + s14r + s23r;
      to[o + 1] = a0i + s14i + s23i;
      to[o + step] = b1r * w1r - b1i * w1i;
      to[o + step + 1] = b1r * w1i + b1i * w1r;
      to[o + 2 * step] = b2r * w2r - b2i * w2i;
      to[o + 2 * step + 1] = b2r * w2i + b2i * w2r;
      to[o + 3 * step] = b3r * w3r - b3i * w3i;
      to[o + 3 * step + 1] = b3r * w3i + b3i * w3r;
      to[o + 4 * step] = b4r * w4r - b4i * w4i;
      to[o + 4 * step + 1] = b4r * w4i + b4i * w4r;
    }
  }
}

function radix2({ blocks, stride, twiddles }: Pass, from: Float64Array, to: Float64Array): void {
  const gap = 2 * stride * blocks;
  const step = 2 * stride;
  for (let block = 0; block < blocks; block += 1) {
    const wr = twiddles[2 * block]!;
    const wi = twiddles[2 * block + 1]!;
    for (let column = 0; column < step; column += 2) {
      const i = step * block + column;
      const o = 2 * step * block + column;
      const re = from[i]! - from[i + gap]!;
      const im = from[i + 1]! - from[i + gap + 1]!;
      to[o] = from[i]! + from[i + gap]!;
      to[o + 1] = from[i + 1]! + from[i + gap + 1]!;
      to[o + step] = re * wr - im * wi;
      to[o + step + 1] = re * wi + im * wr;
    }
  }
}

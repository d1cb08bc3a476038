/** Turns a spectrum of half as many numbers into a block of `size` samples, a power of two. */
export type InverseMdct = (spectrum: Float32Array) => Float32Array;

/** The inverse MDCT of Vorbis through a complex FFT of a quarter of the size. */
export function createInverseMdct(size: number): InverseMdct {
  const [half, quarter] = [size / 2, size / 4];
  const twiddle = circle(quarter, (index) => (-Math.PI * (index + 1 / 8)) / half);
  const fft = createFft(quarter);
  return (spectrum) => {
    const re = new Float64Array(quarter);
    const im = new Float64Array(quarter);
    for (let n = 0; n < quarter; n += 1) {
      const [a, b] = [spectrum[2 * n]!, spectrum[half - 1 - 2 * n]!];
      re[n] = a * twiddle.cos[n]! - b * twiddle.sin[n]!;
      im[n] = a * twiddle.sin[n]! + b * twiddle.cos[n]!;
    }
    fft(re, im);
    const dct = new Float32Array(half);
    for (let k = 0; k < quarter; k += 1) {
      dct[2 * k] = re[k]! * twiddle.cos[k]! - im[k]! * twiddle.sin[k]!;
      dct[half - 1 - 2 * k] = -(re[k]! * twiddle.sin[k]! + im[k]! * twiddle.cos[k]!);
    }
    const block = new Float32Array(size);
    for (let index = 0; index < quarter; index += 1) {
      block[index] = dct[quarter + index]!;
      block[half - 1 - index] = -dct[quarter + index]!;
      block[half + index] = -dct[quarter - 1 - index]!;
      block[size - 1 - index] = -dct[quarter - 1 - index]!;
    }
    return block;
  };
}

interface Circle {
  readonly cos: Float64Array;
  readonly sin: Float64Array;
}

function circle(length: number, angle: (index: number) => number): Circle {
  return {
    cos: Float64Array.from({ length }, (_, index) => Math.cos(angle(index))),
    sin: Float64Array.from({ length }, (_, index) => Math.sin(angle(index))),
  };
}

/** In place; `size` is a power of two. */
function createFft(size: number): (re: Float64Array, im: Float64Array) => void {
  const { cos, sin } = circle(size / 2, (index) => (-2 * Math.PI * index) / size);
  return (re, im) => {
    for (let index = 1, other = 0; index < size; index += 1) {
      let bit = size >> 1;
      for (; other & bit; bit >>= 1) other ^= bit;
      other ^= bit;
      if (index >= other) continue;
      [re[index], re[other]] = [re[other]!, re[index]!];
      [im[index], im[other]] = [im[other]!, im[index]!];
    }
    for (let span = 1; span < size; span *= 2) {
      const stride = size / (2 * span);
      for (let from = 0; from < size; from += 2 * span) {
        for (let k = 0; k < span; k += 1) {
          const [one, two] = [from + k, from + k + span];
          const [c, s] = [cos[k * stride]!, sin[k * stride]!];
          const real = re[two]! * c - im[two]! * s;
          const imaginary = re[two]! * s + im[two]! * c;
          re[two] = re[one]! - real;
          im[two] = im[one]! - imaginary;
          re[one]! += real;
          im[one]! += imaginary;
        }
      }
    }
  };
}

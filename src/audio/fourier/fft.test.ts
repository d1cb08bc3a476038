import { expect, test } from "bun:test";
import { random } from "../../../fixtures/random.ts";
import { createRealFft } from "./fft.ts";

function noise(length: number): Float64Array {
  const next = random(length);
  return Float64Array.from({ length }, () => next(2 ** 31) / 2 ** 30 - 1);
}

/** The transform by its definition. */
function naive(samples: Float64Array): Float64Array {
  const bins = new Float64Array(samples.length + 2);
  for (let k = 0; k <= samples.length / 2; k += 1) {
    samples.forEach((sample, at) => {
      const angle = (-2 * Math.PI * ((k * at) % samples.length)) / samples.length;
      bins[2 * k]! += sample * Math.cos(angle);
      bins[2 * k + 1]! += sample * Math.sin(angle);
    });
  }
  return bins;
}

/** Power of `values` over that of their difference to `others`, dB. */
function likenessDb(values: Float64Array, others: Float64Array): number {
  const power = values.reduce((sum, value) => sum + value ** 2, 0);
  const error = values.reduce((sum, value, at) => sum + (value - others[at]!) ** 2, 0);
  return 10 * Math.log10(power / error);
}

// All radices, alone and together.
const SIZES = [2, 4, 6, 8, 10, 16, 18, 50, 120, 1200];

test.each(SIZES)("the transform of %d samples is that of the definition", (size) => {
  const samples = noise(size);
  const bins = new Float64Array(size + 2);
  createRealFft(size).forward(samples, bins);
  expect(likenessDb(naive(samples), bins)).toBeGreaterThan(250);
});

test.each(SIZES)("the inverse of %d samples returns them, times half the size", (size) => {
  const samples = noise(size);
  const [bins, back] = [new Float64Array(size + 2), new Float64Array(size)];
  const fft = createRealFft(size);
  fft.forward(samples, bins);
  fft.inverse(bins, back);
  const halved = back.map((sample) => sample / (size / 2));
  expect(likenessDb(samples, halved)).toBeGreaterThan(250);
});

test("the inverse ignores imaginary parts of the first and the last bin", () => {
  const bins = noise(122);
  const [plain, changed] = [new Float64Array(120), new Float64Array(120)];
  createRealFft(120).inverse(bins, plain);
  bins[1] = 5;
  bins[121] = -7;
  createRealFft(120).inverse(bins, changed);
  expect(changed).toEqual(plain);
});

test("a size with another prime factor is refused", () => {
  expect(() => createRealFft(28)).toThrow(RangeError);
});

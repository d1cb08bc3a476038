import { type Filter, joined } from "./pcm.ts";

/** Output of one step, samples: 12 ms at 24 kHz, half of a window of 24 ms. */
const HOP = 288;
/** Length that is compared, samples: 24 ms, two periods of an 83 Hz voice. */
const TEMPLATE = 2 * HOP;
/** Largest shift of a segment, samples: ±8 ms, a range that holds one period of any voice above 62 Hz. */
const REACH = 192;
/** The coarse search compares means of this many samples (3 kHz); the fine search then compares each sample around. */
const COARSE = 8;
/** Rising half of a Hann window; the falling half is 1 minus it. */
const RISING = Float64Array.from(
  { length: HOP },
  (_, at) => 0.5 - 0.5 * Math.cos((Math.PI * (at + 0.5)) / HOP),
);

/**
 * Time-stretches 24 kHz speech by 1/`speed` (0.25–4) at its own pitch: WSOLA (Verhelst and Roelands, ICASSP 1993). Each
 * step crossfades from the continuation of the last segment to the most similar segment near the due position. n
 * samples become round(n / speed) samples, the same for any chunks, and end with the last samples of the input. At most
 * 36 ms are held back: of the input below speed 1, of the output above.
 *
 * @example
 * const stretcher = createStretcher(2);
 * for (const chunk of chunks) play(stretcher.push(chunk));
 * play(stretcher.end());
 */
export function createStretcher(speed: number): Filter {
  if (speed === 1) return { push: (chunk) => chunk, end: () => new Float32Array(0) };
  /** The input from sample `base` (a multiple of COARSE) on, and its means. */
  let input = new Float32Array(0);
  let means = new Float32Array(0);
  let base = 0;
  let received = 0;
  let made = 0;
  /** Input sample at which the last segment continues. */
  let next = 0;

  function append(chunk: Float32Array): void {
    // The last segment begins within the last two hops.
    const unused = Math.min(next - base, due() - REACH - base, input.length - 2 * HOP);
    const dropped = Math.max(0, unused - (unused % COARSE));
    base += dropped;
    input = joined([input.subarray(dropped), chunk]);
    means = joined([
      means.subarray(dropped / COARSE),
      meansOf(input, means.length - dropped / COARSE),
    ]);
  }

  /** Input sample at which the next segment should begin, so that the middle of its crossfade is on time. */
  function due(): number {
    return Math.max(0, Math.round((made + HOP / 2) * speed - HOP / 2));
  }

  /** Where the next segment may begin; near the end it leaves room for itself and for the crossfade after it. */
  function range(): Range {
    const last = Math.max(0, received - 2 * HOP);
    const [least, most] = [Math.max(0, due() - REACH), Math.min(last, due() + REACH)];
    return {
      least: Math.min(least, last) - base,
      due: Math.min(due(), last) - base,
      most: most - base,
    };
  }

  /** Makes steps while at least two hops of output are due and the input covers the search range. */
  function produce(): Float32Array {
    const out = new Float32Array(Math.max(0, Math.round(received / speed) - made));
    let at = 0;
    while (
      out.length - at >= 2 * HOP &&
      Math.max(next, due() + REACH) + TEMPLATE <= base + input.length
    ) {
      const segment = base + mostSimilar({ input, means }, next - base, range());
      crossfade(input, [next - base, segment - base], out.subarray(at, at + HOP));
      next = segment + HOP;
      made += HOP;
      at += HOP;
    }
    return out.subarray(0, at);
  }

  return {
    push(chunk) {
      received += chunk.length;
      append(chunk);
      return produce();
    },
    end() {
      append(new Float32Array(REACH + HOP + TEMPLATE));
      const head = produce();
      const last = new Float32Array(Math.round(received / speed) - made);
      const segment = Math.max(0, received - last.length - base);
      crossfade(input, [next - base, segment], last.subarray(0, HOP));
      if (last.length > HOP) last.set(input.subarray(segment + HOP, segment + last.length), HOP);
      return joined([head, last]);
    },
  };
}

interface Searched {
  readonly input: Float32Array;
  readonly means: Float32Array;
}

interface Range {
  readonly least: number;
  readonly due: number;
  readonly most: number;
}

/** Returns the position in the range whose samples correlate best with those from `next`; `due` if none correlates. */
function mostSimilar(
  { input, means }: Searched,
  next: number,
  { least, due, most }: Range,
): number {
  const template = Math.floor(next / COARSE);
  let best = due;
  let bestScore = 0;
  for (let lag = Math.ceil((least - next) / COARSE); lag <= (most - next) / COARSE; lag += 1) {
    const score = correlation(means, [template, template + lag], TEMPLATE / COARSE);
    if (score > bestScore) [best, bestScore] = [next + lag * COARSE, score];
  }
  const around = best;
  bestScore = 0;
  for (
    let at = Math.max(least, around - COARSE + 1);
    at < Math.min(most + 1, around + COARSE);
    at += 1
  ) {
    const score = correlation(input, [next, at], HOP);
    if (score > bestScore) [best, bestScore] = [at, score];
  }
  return best;
}

type Positions = readonly [from: number, to: number];

/** Correlation of `length` samples at two positions, from −1 to 1; 0 if either is silent. Every index is in range. */
function correlation(samples: Float32Array, [from, to]: Positions, length: number): number {
  let product = 0;
  let fromPower = 0;
  let toPower = 0;
  for (let at = 0; at < length; at += 1) {
    const a = samples[from + at]!;
    const b = samples[to + at]!;
    product += a * b;
    fromPower += a * a;
    toPower += b * b;
  }
  return product === 0 ? 0 : product / Math.sqrt(fromPower * toPower);
}

/**
 * Crossfades over HOP samples from one position to the other at constant power for any correlation (Fink, Holters and
 * Zölzer, DAFx 2016): a linear crossfade takes 1.2 dB from noise.
 */
function crossfade(samples: Float32Array, positions: Positions, out: Float32Array): void {
  const [from, to] = positions;
  const difference = 1 - Math.max(0, correlation(samples, positions, HOP));
  for (let at = 0; at < out.length; at += 1) {
    const rising = RISING[at]!;
    const falling = 1 - rising;
    out[at] =
      (falling * samples[from + at]! + rising * samples[to + at]!) /
      Math.sqrt(1 - 2 * rising * falling * difference);
  }
}

/** Means of COARSE samples each, of the complete groups after the first `done`. */
function meansOf(samples: Float32Array, done: number): Float32Array {
  return Float32Array.from({ length: Math.floor(samples.length / COARSE) - done }, (_, group) => {
    let sum = 0;
    for (let at = 0; at < COARSE; at += 1) sum += samples[(done + group) * COARSE + at]!;
    return sum / COARSE;
  });
}

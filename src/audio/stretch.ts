import { type Filter, joined } from "./pcm.ts";

/** At 24 kHz: 12 ms of output a turn, half of a window of 24 ms. */
const HOP = 288;
/** What is compared: 24 ms, two periods of an 83 Hz voice. */
const TEMPLATE = 2 * HOP;
/** A piece may be taken 8 ms earlier or later: the range of 16 ms holds a period of any voice above 62 Hz. */
const REACH = 192;
/** The coarse search compares means of so many samples (3 kHz), the fine one every sample around its find. */
const COARSE = 8;
/** Rising half of a Hann window; the falling half is what it lacks to 1. */
const RISING = Float64Array.from(
  { length: HOP },
  (_, at) => 0.5 - 0.5 * Math.cos((Math.PI * (at + 0.5)) / HOP),
);

/**
 * Plays 24 kHz speech `speed` times as fast (0.25–4) at its own pitch: WSOLA (Verhelst and Roelands, ICASSP 1993).
 * Each turn fades from how the last piece goes on to the piece near its due place that is most like that. A stream of
 * n samples gives round(n / speed), ends with its very last samples, and is the same whatever the chunks. At most 36 ms
 * are held back: of the input below speed 1, of the output above.
 */
export function createStretcher(speed: number): Filter {
  if (speed === 1) return { push: (chunk) => chunk, end: () => new Float32Array(0) };
  /** The input from `base` (a multiple of COARSE) on, and its means. */
  let held = new Float32Array(0);
  let means = new Float32Array(0);
  let base = 0;
  let received = 0;
  let made = 0;
  /** Where the last piece goes on. */
  let next = 0;

  function keep(chunk: Float32Array): void {
    // The last piece of all begins within the last two hops.
    const from = Math.min(next - base, due() - REACH - base, held.length - 2 * HOP);
    const gone = Math.max(0, from - (from % COARSE));
    base += gone;
    held = joined(held.subarray(gone), chunk);
    means = joined(means.subarray(gone / COARSE), meansOf(held, means.length - gone / COARSE));
  }

  /** Where the next piece should begin, so that the middle of its fade is heard at the right time. */
  function due(): number {
    return Math.max(0, Math.round((made + HOP / 2) * speed - HOP / 2));
  }

  /** Where it may begin; near the end no later than that it and the fade after it have samples. */
  function range(): Range {
    const last = Math.max(0, received - 2 * HOP);
    const [least, most] = [Math.max(0, due() - REACH), Math.min(last, due() + REACH)];
    return {
      least: Math.min(least, last) - base,
      due: Math.min(due(), last) - base,
      most: most - base,
    };
  }

  /** Takes turns while two hops or more are left to be made and the input reaches as far as a turn looks. */
  function turns(): Float32Array {
    const out = new Float32Array(Math.max(0, Math.round(received / speed) - made));
    let at = 0;
    while (
      out.length - at >= 2 * HOP &&
      Math.max(next, due() + REACH) + TEMPLATE <= base + held.length
    ) {
      const piece = base + mostAlike({ held, means }, next - base, range());
      fade(held, [next - base, piece - base], out.subarray(at, at + HOP));
      next = piece + HOP;
      made += HOP;
      at += HOP;
    }
    return out.subarray(0, at);
  }

  return {
    push(chunk) {
      received += chunk.length;
      keep(chunk);
      return turns();
    },
    end() {
      keep(new Float32Array(REACH + HOP + TEMPLATE));
      const head = turns();
      const last = new Float32Array(Math.round(received / speed) - made);
      const piece = Math.max(0, received - last.length - base);
      fade(held, [next - base, piece], last.subarray(0, HOP));
      if (last.length > HOP) last.set(held.subarray(piece + HOP, piece + last.length), HOP);
      return joined(head, last);
    },
  };
}

interface Sound {
  readonly held: Float32Array;
  readonly means: Float32Array;
}

interface Range {
  readonly least: number;
  readonly due: number;
  readonly most: number;
}

/** The place in the range from where the sound is most like that from `next`; the due one when nothing is. */
function mostAlike({ held, means }: Sound, next: number, { least, due, most }: Range): number {
  const template = Math.floor(next / COARSE);
  let best = due;
  let bestScore = 0;
  for (let lag = Math.ceil((least - next) / COARSE); lag <= (most - next) / COARSE; lag += 1) {
    const score = likeness(means, [template, template + lag], TEMPLATE / COARSE);
    if (score > bestScore) [best, bestScore] = [next + lag * COARSE, score];
  }
  const around = best;
  bestScore = 0;
  for (
    let at = Math.max(least, around - COARSE + 1);
    at < Math.min(most + 1, around + COARSE);
    at += 1
  ) {
    const score = likeness(held, [next, at], HOP);
    if (score > bestScore) [best, bestScore] = [at, score];
  }
  return best;
}

type Places = readonly [from: number, to: number];

/** Correlation of `length` samples at two places, from −1 to 1; 0 where one is silent. Every index is in range. */
function likeness(samples: Float32Array, [from, to]: Places, length: number): number {
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
 * Fades over HOP samples from one place to the other at constant power, however alike the two are (Fink, Holters and
 * Zölzer, DAFx 2016): a plain fade takes 1.2 dB from noise.
 */
function fade(samples: Float32Array, places: Places, out: Float32Array): void {
  const [from, to] = places;
  const unlike = 1 - Math.max(0, likeness(samples, places, HOP));
  for (let at = 0; at < out.length; at += 1) {
    const rising = RISING[at]!;
    const falling = 1 - rising;
    out[at] =
      (falling * samples[from + at]! + rising * samples[to + at]!) /
      Math.sqrt(1 - 2 * rising * falling * unlike);
  }
}

/** Means of COARSE samples each, of the whole groups after the first `known`. */
function meansOf(samples: Float32Array, known: number): Float32Array {
  return Float32Array.from({ length: Math.floor(samples.length / COARSE) - known }, (_, group) => {
    let sum = 0;
    for (let at = 0; at < COARSE; at += 1) sum += samples[(known + group) * COARSE + at]!;
    return sum / COARSE;
  });
}

import { type Filter, joined } from "./pcm.ts";

/** Highest absolute value of a sample: −1 dBFS, so that lossy formats don't clip what they reconstruct. */
const CEILING = 10 ** (-1 / 20);
/** How early the gain begins to fall before a peak, samples: 5 ms at 24 kHz, short enough to be masked by the peak. */
const LOOK_AHEAD = 120;
/** How fast the gain returns, per sample: its distance to 1 falls to a third in 60 ms, several periods of a voice. */
const RELEASE = 1 / 1440;
/** A reduction below this, 0.001 dB, has ended. */
const NEGLIGIBLE = 1e-4;

/**
 * Creates a filter that multiplies 24 kHz sound by `gain` and holds its peaks at CEILING: the gain sinks smoothly
 * before a peak and returns after it. Where no peak is near, samples are exactly gain times the input. Their number and
 * their times don't change; LOOK_AHEAD samples are held back until `end`. The samples are the same for any chunks.
 */
export function createLimiter(gain: number): Filter {
  /** The last LOOK_AHEAD samples, times gain. */
  let held = new Float32Array(LOOK_AHEAD);
  /** Samples at the beginning of `held` that are not of the input. */
  let padding = LOOK_AHEAD;
  const follow = createEnvelope();

  function run(chunk: Float32Array): Float32Array {
    const input = joined([held, chunk.map((sample) => sample * gain)]);
    const out = input.slice(0, chunk.length);
    for (let at = 0; at < out.length; at += 1) out[at]! *= follow(input[at + LOOK_AHEAD]!);
    held = input.slice(chunk.length);
    const ready = out.subarray(Math.min(padding, out.length));
    padding -= out.length - ready.length;
    return ready;
  }

  return { push: run, end: () => run(new Float32Array(LOOK_AHEAD)) };
}

/**
 * Creates the gain that keeps samples below CEILING: given each sample, it returns the gain of the sample LOOK_AHEAD
 * before it. A sample's reduction is held for the look-ahead; the mean of the last LOOK_AHEAD + 1 held ones is a ramp
 * that has arrived when that sample comes out.
 */
function createEnvelope(): (sample: number) => number {
  const size = LOOK_AHEAD + 1;
  const most = createMaximum(size);
  /** Ring of the last `size` reductions, 1 minus a gain. */
  const held = new Float64Array(size);
  let [at, reduction, sum] = [0, 0, 0];
  /** Number of samples since the last reduced one. */
  let idle = size;

  return (sample) => {
    const level = Math.abs(sample);
    const released = reduction > NEGLIGIBLE ? reduction * (1 - RELEASE) : 0;
    reduction = Math.max(released, most(level > CEILING ? 1 - CEILING / level : 0));
    idle = reduction > 0 ? 0 : idle + 1;
    // A sum of zeros is set to 0, because the rounding errors of earlier values remain in it.
    sum = idle < size ? sum + reduction - held[at]! : 0;
    held[at] = reduction;
    at = at + 1 < size ? at + 1 : 0;
    return 1 - sum / size;
  };
}

/** Creates the maximum of the last `size` values; before the first they are 0. */
function createMaximum(size: number): (value: number) => number {
  const ring = new Float64Array(size);
  let [at, most] = [0, 0];
  /** Number of values until `most` leaves the ring. */
  let left = size;

  function search(): void {
    most = 0;
    // From the oldest value to the newest, which stays longest.
    for (let age = 1; age <= size; age += 1) {
      const value = ring[(at + age) % size]!;
      if (value >= most) [most, left] = [value, age];
    }
  }

  return (value) => {
    ring[at] = value;
    left -= 1;
    if (value >= most) {
      most = value;
      left = size;
    } else if (left === 0) search();
    at = at + 1 < size ? at + 1 : 0;
    return most;
  };
}

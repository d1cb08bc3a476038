/** Samples at 24 kHz of one unit of the models' durations: 25 ms. */
const UNIT_SAMPLES = 600;

/** Returns the sample at which each id begins, and at last the sample at which the sound ends. */
export function boundariesOf(durations: Float32Array): Float64Array {
  const boundaries = new Float64Array(durations.length + 1);
  durations.forEach(
    (duration, at) => (boundaries[at + 1] = boundaries[at]! + UNIT_SAMPLES * duration),
  );
  return boundaries;
}

/**
 * Returns how much faster the model spoke than at speed 1. `natural` are the durations before the model applied the
 * speed and rounded them to whole units, at least one.
 */
export function reachedSpeed(natural: Float32Array, durations: Float32Array): number {
  const atSpeed1 = natural.reduce((sum, duration) => sum + Math.max(1, Math.round(duration)), 0);
  return atSpeed1 / durations.reduce((sum, duration) => sum + duration, 0);
}

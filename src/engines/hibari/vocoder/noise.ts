import { createRandom, normal } from "../../../stats/random.ts";

/** Numbers in the table. It is a power of two, so that an index wraps by a mask. */
const SIZE = 65_536;

/**
 * Numbers of the standard normal distribution, read from a random place for each frame: the noise lies 45 dB under the
 * voice, so that a repetition isn't heard, and drawing new ones would cost more than all other steps together.
 */
export const NORMALS = drawNormals();
export const NORMALS_MASK = SIZE - 1;

function drawNormals(): Float32Array {
  const random = createRandom("normals of the vocoder");
  return Float32Array.from({ length: SIZE }, () => normal(random));
}

/** Creates the source of the places at which frames begin to read NORMALS. Equal seeds give equal places. */
export function createPlaces(seed: number): () => number {
  const random = createRandom("noise", seed);
  return () => Math.floor(random() * SIZE);
}

import type { Sound } from "./sound.ts";

/** Reads an answer to its end and returns its samples and marks. */
export async function gathered(sounds: AsyncIterable<Sound>) {
  const chunks = await Array.fromAsync(sounds);
  return {
    samples: chunks.flatMap(({ pcm }) => [...pcm]),
    marks: chunks.flatMap(({ marks = [] }) => marks),
  };
}

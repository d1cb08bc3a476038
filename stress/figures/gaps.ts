import type { RequestRecord } from "../records/record.ts";

/** Collects the gaps between the chunks of all requests in one typed array, which saves an array per request. */
export function createGapList() {
  let gapsMs = new Float64Array(1024);
  let count = 0;
  return {
    add(chunks: RequestRecord["chunks"]): void {
      if (count + chunks.length > gapsMs.length) {
        const grown = new Float64Array(2 * (count + chunks.length));
        grown.set(gapsMs.subarray(0, count));
        gapsMs = grown;
      }
      for (let index = 1; index < chunks.length; index++)
        gapsMs[count++] = gapBefore(chunks, index);
    },
    all: (): Float64Array => gapsMs.subarray(0, count),
  };
}

/** Returns the milliseconds from chunk `index - 1` to chunk `index`. */
export function gapBefore(chunks: RequestRecord["chunks"], index: number): number {
  return (chunks[index]?.[0] ?? 0) - (chunks[index - 1]?.[0] ?? 0);
}

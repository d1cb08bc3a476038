/** Cuts a stream of chunks into blocks of one size, whatever the sizes of the chunks. */
interface Blocks {
  /** Returns the blocks that became full. */
  push(chunk: Float32Array): Float32Array[];
  /** The last samples, fewer than a block; may be empty. */
  rest(): Float32Array;
}

export function createBlocks(samples: number): Blocks {
  let block = new Float32Array(samples);
  let filled = 0;
  return {
    push(chunk) {
      const full: Float32Array[] = [];
      for (let at = 0; at < chunk.length;) {
        const taken = Math.min(samples - filled, chunk.length - at);
        block.set(chunk.subarray(at, at + taken), filled);
        filled += taken;
        at += taken;
        if (filled < samples) continue;
        full.push(block);
        block = new Float32Array(samples);
        filled = 0;
      }
      return full;
    },
    rest: () => block.subarray(0, filled),
  };
}

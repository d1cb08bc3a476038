import { yieldToEventLoop } from "../eventLoop.ts";

/**
 * Maximum samples that are filtered or encoded at once: 0.2 s at 24 kHz, at most some milliseconds of work, after which
 * other streams may run. It also bounds the memory of a WASM encoder, whatever the chunks.
 */
const PIECE_SAMPLES = 4800;

/** Cuts samples into pieces of at most `size`, by default PIECE_SAMPLES; none if there are no samples. */
export function* piecesOf(
  samples: Float32Array,
  size: number = PIECE_SAMPLES,
): Generator<Float32Array> {
  for (let at = 0; at < samples.length; at += size) yield samples.subarray(at, at + size);
}

/**
 * Returns a function to await before each piece of one answer. It lets other streams run, but not before the first
 * piece, for which the client waits.
 */
export function createTurns(): () => Promise<void> {
  let isFirst = true;
  return () => {
    const urgency = isFirst ? "urgent" : "ordinary";
    isFirst = false;
    return yieldToEventLoop(urgency);
  };
}

/** Cuts `chunks` into pieces of at most PIECE_SAMPLES. Other streams may run between two pieces. */
export async function* inPieces(chunks: AsyncIterable<Float32Array>): AsyncGenerator<Float32Array> {
  const turn = createTurns();
  for await (const chunk of chunks) {
    for (const piece of piecesOf(chunk)) {
      await turn();
      yield piece;
    }
  }
}

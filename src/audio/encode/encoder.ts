import { yieldToEventLoop } from "../../eventLoop.ts";

/** A compressor of one answer: feeds samples in, gives the bytes of every frame that became full. */
export interface Encoder {
  /** Mono samples in −1…1, at most PIECE_SAMPLES of them. The bytes returned belong to the caller. */
  push(samples: Float32Array): Uint8Array;
  /** The last bytes; nothing may be pushed after it. */
  end(): Uint8Array;
  /** Frees what the encoder holds; also called when the reader leaves early. */
  close(): void;
}

/**
 * Longest piece that is compressed in one go, samples: 0.2 s at 24 kHz, some milliseconds of work, after which other
 * streams get their turn. It also bounds the memory of a WASM encoder, whatever the chunks.
 */
const PIECE_SAMPLES = 4800;

/** Runs `chunks` through one encoder, opened for this answer alone and closed with it; the first bytes leave with the first audio. */
export async function* encodeWith(
  chunks: AsyncIterable<Float32Array>,
  open: () => Encoder | Promise<Encoder>,
): AsyncGenerator<Uint8Array> {
  const encoder = await open();
  let begun = false;
  try {
    for await (const chunk of chunks) {
      for (let at = 0; at < chunk.length; at += PIECE_SAMPLES) {
        // A first piece does not wait: its listener hears nothing yet.
        if (begun) await yieldToEventLoop();
        begun = true;
        const bytes = encoder.push(chunk.subarray(at, at + PIECE_SAMPLES));
        if (bytes.length > 0) yield bytes;
      }
    }
    const bytes = encoder.end();
    if (bytes.length > 0) yield bytes;
  } finally {
    encoder.close();
  }
}

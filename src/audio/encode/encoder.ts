import { yieldToEventLoop } from "../../eventLoop.ts";

/** Compresses the audio of one answer. */
export interface Encoder {
  /** Takes at most PIECE_SAMPLES mono samples in −1…1; returns the bytes of the frames that became full, as a copy. */
  push(samples: Float32Array): Uint8Array;
  /** Returns the last bytes; no `push` may follow. */
  end(): Uint8Array;
  /** Frees the encoder; also called if the client disconnects. */
  close(): void;
}

/**
 * Maximum samples per `push`: 0.2 s at 24 kHz, some milliseconds of work, after which other streams may run. It also
 * bounds the memory of a WASM encoder, whatever the chunks.
 */
const PIECE_SAMPLES = 4800;

/** Encodes `chunks` with an encoder of their own, which is closed at the end. The first audio gives the first bytes. */
export async function* encodeWith(
  chunks: AsyncIterable<Float32Array>,
  open: () => Encoder | Promise<Encoder>,
): AsyncGenerator<Uint8Array> {
  const encoder = await open();
  let isFirst = true;
  try {
    for await (const chunk of chunks) {
      for (let at = 0; at < chunk.length; at += PIECE_SAMPLES) {
        // The first piece does not yield: it is the first audio of its client.
        if (!isFirst) await yieldToEventLoop();
        isFirst = false;
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

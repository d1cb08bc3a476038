import { yieldToEventLoop } from "../../eventLoop.ts";

/** Encodes the audio of one answer or of one context of a socket. The bytes of all calls, joined, are one valid stream. */
export interface Encoder {
  /** Takes mono samples in −1…1; returns the bytes of the samples or frames that became complete, as a copy. */
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
export const PIECE_SAMPLES = 4800;

/** Cuts `chunks` into pieces of at most PIECE_SAMPLES. Other streams may run between two pieces. */
export async function* inPieces(chunks: AsyncIterable<Float32Array>): AsyncGenerator<Float32Array> {
  let isFirst = true;
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += PIECE_SAMPLES) {
      // The first piece does not yield: it is the first audio of its client.
      if (!isFirst) await yieldToEventLoop();
      isFirst = false;
      yield chunk.subarray(at, at + PIECE_SAMPLES);
    }
  }
}

/** Encodes `chunks` with an encoder of their own, which is closed at the end. The first audio gives the first bytes. */
export async function* encodeWith(
  chunks: AsyncIterable<Float32Array>,
  open: () => Encoder | Promise<Encoder>,
): AsyncGenerator<Uint8Array> {
  const encoder = await open();
  try {
    for await (const piece of inPieces(chunks)) {
      const bytes = encoder.push(piece);
      if (bytes.length > 0) yield bytes;
    }
    const bytes = encoder.end();
    if (bytes.length > 0) yield bytes;
  } finally {
    encoder.close();
  }
}

/** Puts `head` before the first bytes of `encoder`. */
export function withHead(head: Uint8Array, encoder: Encoder): Encoder {
  let isSent = false;
  const after = (bytes: Uint8Array): Uint8Array => {
    if (isSent) return bytes;
    isSent = true;
    return Buffer.concat([head, bytes]);
  };
  return {
    push: (samples) => after(encoder.push(samples)),
    end: () => after(encoder.end()),
    close: () => encoder.close(),
  };
}

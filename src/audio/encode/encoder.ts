/** Encodes the audio of one answer or of one context of a socket. The bytes of all calls, joined, are one valid stream. */
export interface Encoder {
  /** Takes mono samples in −1…1; returns the bytes of the samples or frames that became complete, as a copy. */
  push(samples: Float32Array): Uint8Array;
  /** Returns the last bytes; no `push` may follow. */
  end(): Uint8Array;
  /** Frees the encoder; also called if the client disconnects. */
  close(): void;
}

/** Encodes `pieces` with an encoder of their own, which is closed at the end. The first audio gives the first bytes. */
export async function* encodeWith(
  pieces: AsyncIterable<Float32Array>,
  open: () => Encoder | Promise<Encoder>,
): AsyncGenerator<Uint8Array> {
  const encoder = await open();
  try {
    for await (const piece of pieces) {
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

const FIRST_BYTES = 4096;
const NEWLINE = 0x0a;

/** Bytes that arrive in chunks, read as lines and as blocks. */
export interface ByteSource {
  /** Returns the bytes up to the next newline, without it; null if the source ends before. */
  line(): Promise<Uint8Array | null>;
  /** Returns a copy of the next `count` bytes; null if the source ends before. */
  take(count: number): Promise<Uint8Array | null>;
  close(): Promise<void>;
}

/**
 * Opens a source over `chunks`, which can be cut anywhere. It holds at most `maxBytes` and one chunk. A longer line throws
 * the error that `tooLong` returns.
 */
export function openByteSource(
  chunks: AsyncIterable<Uint8Array>,
  maxBytes: number,
  tooLong: () => Error,
): ByteSource {
  const iterator = chunks[Symbol.asyncIterator]();
  // The held bytes are buffer[start..end]. The buffer doubles, so that chunks of one byte cost no more than long ones.
  let buffer = new Uint8Array(FIRST_BYTES);
  let start = 0;
  let end = 0;

  function add(chunk: Uint8Array): void {
    const held = end - start;
    if (end + chunk.length > buffer.length) {
      const size = Math.max(FIRST_BYTES, 2 * (held + chunk.length));
      const next = size > buffer.length ? new Uint8Array(size) : buffer;
      next.set(buffer.subarray(start, end), 0);
      [buffer, start, end] = [next, 0, held];
    }
    buffer.set(chunk, end);
    end += chunk.length;
  }
  async function more(): Promise<boolean> {
    const { done, value } = await iterator.next();
    if (done) return false;
    add(value);
    return true;
  }
  function taken(count: number): Uint8Array {
    const bytes = buffer.slice(start, start + count);
    start += count;
    return bytes;
  }
  return {
    async line() {
      for (let seen = 0; ;) {
        const at = buffer.subarray(start + seen, end).indexOf(NEWLINE);
        if ((at < 0 ? end - start : seen + at) > maxBytes) throw tooLong();
        if (at >= 0) {
          const bytes = taken(seen + at);
          start += 1;
          return bytes;
        }
        seen = end - start;
        if (!(await more())) return null;
      }
    },
    async take(count) {
      const has = (): boolean => end - start >= count;
      while (!has()) if (!(await more())) return null;
      return taken(count);
    },
    async close() {
      await iterator.return?.();
    },
  };
}

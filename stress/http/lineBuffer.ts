/** A position in one read of a connection. */
export interface Cursor {
  readonly read: Uint8Array;
  /** Number of bytes of the read that have been consumed. */
  at: number;
}

const MAX_HEAD_BYTES = 256 * 1024;
const LINE_FEED = 10;

/**
 * Collects the lines of a head or of trailers across reads. Throws Error for a line or a block of more than 256 KiB.
 *
 * @example
 * const lines = createLineBuffer();
 * lines.next({ read: Buffer.from("a\r\nb"), at: 0 }); // "a"; "b" is kept for the next read
 */
export function createLineBuffer() {
  let partial = "";
  let lines: string[] = [];
  let lineBytes = 0;
  const next = (cursor: Cursor): string | null => {
    const { read, at } = cursor;
    const end = read.indexOf(LINE_FEED, at);
    const text = partial + asBuffer(read).toString("latin1", at, end < 0 ? read.length : end);
    cursor.at = end < 0 ? read.length : end + 1;
    partial = end < 0 ? text : "";
    if (lineBytes + text.length > MAX_HEAD_BYTES) throw new Error("a head of more than 256 KiB");
    return end < 0 ? null : text.trimEnd();
  };
  return {
    /** Consumes the next line and returns it without its line break; null if the line break has not arrived. */
    next,
    /** Consumes the next line. If that line is empty, returns all lines before it as a block, otherwise null. */
    block(cursor: Cursor): readonly string[] | null {
      const line = next(cursor);
      if (line === null) return null;
      if (line !== "") {
        lineBytes += line.length + 2; // its CRLF
        lines.push(line);
        return null;
      }
      const block = lines;
      [lines, lineBytes] = [[], 0];
      return block;
    },
  };
}

/** Returns `bytes` as a Buffer on the same memory. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes)
    ? bytes
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

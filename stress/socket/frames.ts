/** Opcodes of frames (RFC 6455, section 5.2). */
export const OPCODE = { more: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** Longest message that is accepted, bytes. */
const MAX_MESSAGE_BYTES = 64 * 2 ** 20;

/** A complete message or control frame of the server. */
export interface SocketMessage {
  readonly opcode: number;
  readonly payload: Uint8Array;
}

/** Returns a masked frame with the whole `payload`, as a client sends it. */
export function encodeFrame(opcode: number, payload: Uint8Array): Uint8Array {
  const { length } = payload;
  const lengthBytes = length < 126 ? 0 : length < 2 ** 16 ? 2 : 8;
  const head = 2 + lengthBytes;
  const frame = Buffer.allocUnsafe(head + 4 + length);
  frame[0] = 0x80 | opcode;
  frame[1] = 0x80 | (lengthBytes === 0 ? length : lengthBytes === 2 ? 126 : 127);
  if (lengthBytes === 2) frame.writeUInt16BE(length, 2);
  if (lengthBytes === 8) frame.writeBigUInt64BE(BigInt(length), 2);
  const mask = crypto.getRandomValues(frame.subarray(head, head + 4));
  for (let at = 0; at < length; at++)
    frame[head + 4 + at] = (payload[at] ?? 0) ^ (mask[at & 3] ?? 0);
  return frame;
}

/**
 * Creates the reader of a server's frames, split at any byte. `push` returns the messages that these bytes complete;
 * the fragments of a message are joined. Throws Error if the bytes violate the protocol.
 *
 * @example
 * for (const { opcode, payload } of reader.push(bytes)) if (opcode === OPCODE.binary) play(payload);
 */
export function createFrameReader() {
  let rest: Buffer = Buffer.alloc(0);
  let fragments: { readonly opcode: number; readonly parts: Uint8Array[] } | null = null;

  /** Adds a data frame; returns the message that it completes. */
  const join = ({ opcode, payload, isLast }: Frame): SocketMessage | null => {
    if ((opcode === OPCODE.more) === (fragments === null))
      throw new Error("WebSocket: a frame continues no message, or interrupts one");
    fragments ??= { opcode, parts: [] };
    fragments.parts.push(payload);
    if (!isLast) return null;
    const { opcode: kind, parts } = fragments;
    fragments = null;
    return { opcode: kind, payload: parts.length === 1 ? payload : Buffer.concat(parts) };
  };

  return {
    push(bytes: Uint8Array): readonly SocketMessage[] {
      rest = rest.length === 0 ? Buffer.from(bytes) : Buffer.concat([rest, bytes]);
      const messages: SocketMessage[] = [];
      for (let frame = readFrame(rest); frame !== null; frame = readFrame(rest)) {
        rest = rest.subarray(frame.bytes);
        const message = frame.opcode >= OPCODE.close ? frame : join(frame);
        if (message !== null) messages.push(message);
      }
      return messages;
    },
  };
}

interface Frame extends SocketMessage {
  readonly isLast: boolean;
  /** Size of the frame with its head. */
  readonly bytes: number;
}

/** Reads the frame at the start of `buffer`; null if it is not complete. */
function readFrame(buffer: Buffer): Frame | null {
  if (buffer.length < 2) return null;
  const [first = 0, second = 0] = buffer;
  const opcode = first & 15;
  const isKnown = Object.values(OPCODE).some((known) => known === opcode);
  // Reserved bits belong to extensions, which were not asked for. A server must not mask.
  if (!isKnown || (first & 0x70) !== 0 || second >= 0x80)
    throw new Error("WebSocket: a frame with an invalid head");
  const lengthBytes = second === 126 ? 2 : second === 127 ? 8 : 0;
  if (opcode >= OPCODE.close && (lengthBytes > 0 || first < 0x80))
    throw new Error("WebSocket: a control frame that is too long or in fragments");
  const head = 2 + lengthBytes;
  if (buffer.length < head) return null;
  const length =
    lengthBytes === 0
      ? second
      : lengthBytes === 2
        ? buffer.readUInt16BE(2)
        : Number(buffer.readBigUInt64BE(2));
  if (length > MAX_MESSAGE_BYTES) throw new Error(`WebSocket: a frame of ${length} bytes`);
  if (buffer.length < head + length) return null;
  const payload = buffer.subarray(head, head + length);
  return { opcode, payload, isLast: first >= 0x80, bytes: head + length };
}

import { unreadable } from "./part.ts";

const HEADER_BYTES = 27;

interface Page {
  /** The page, header included. */
  readonly bytes: Uint8Array;
  /** Lengths of the segments of its body, bytes. */
  readonly lacings: Uint8Array;
}

/**
 * Reads the pages of the first logical stream of an Ogg file (RFC 3533, section 6); checksums are ignored. Throws
 * SpeechError "invalid_input" for an invalid or truncated page.
 */
export function* oggPages(bytes: Uint8Array): Generator<Page, undefined> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let serial: number | undefined;
  for (let at = 0; at < bytes.length;) {
    const bodyAt = at + HEADER_BYTES + (bytes[at + HEADER_BYTES - 1] ?? 0);
    if (bodyAt > bytes.length || view.getUint32(at) !== 0x4f67_6753)
      throw unreadable("invalid Ogg page");
    const pageSerial = view.getUint32(at + 14, true);
    serial ??= pageSerial;
    const lacings = bytes.subarray(at + HEADER_BYTES, bodyAt);
    const end = lacings.reduce((sum, lacing) => sum + lacing, bodyAt);
    if (end > bytes.length) throw unreadable("the file is truncated");
    if (pageSerial === serial) yield { bytes: bytes.subarray(at, end), lacings };
    at = end;
  }
}

/** Reads the packets of the first logical stream, joined across pages. Throws the errors of oggPages. */
export function* oggPackets(file: Uint8Array): Generator<Uint8Array, undefined> {
  let segments: Uint8Array[] = [];
  for (const { bytes, lacings } of oggPages(file)) {
    let at = HEADER_BYTES + lacings.length;
    for (const lacing of lacings) {
      segments.push(bytes.subarray(at, at + lacing));
      at += lacing;
      if (lacing === 255) continue;
      yield segments.length === 1 ? segments[0]! : new Uint8Array(Buffer.concat(segments));
      segments = [];
    }
  }
}

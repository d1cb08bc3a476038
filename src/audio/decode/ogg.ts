import { unreadable } from "./part.ts";

const HEADER_BYTES = 27;

interface Page {
  readonly whole: Uint8Array;
  /** Of each segment of its body, the bytes. */
  readonly lacings: Uint8Array;
}

/**
 * The pages of the first logical stream of an Ogg file (RFC 3533, section 6). Checksums are not looked at. Throws
 * SpeechError "invalid_input" where a page is cut off or is none.
 */
export function* oggPages(bytes: Uint8Array): Generator<Page, undefined> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let serial: number | undefined;
  for (let at = 0; at < bytes.length;) {
    const bodyAt = at + HEADER_BYTES + (bytes[at + HEADER_BYTES - 1] ?? 0);
    if (bodyAt > bytes.length || view.getUint32(at) !== 0x4f67_6753)
      throw unreadable("an Ogg file whose pages are broken");
    const own = view.getUint32(at + 14, true);
    serial ??= own;
    const lacings = bytes.subarray(at + HEADER_BYTES, bodyAt);
    const end = lacings.reduce((sum, lacing) => sum + lacing, bodyAt);
    if (end > bytes.length) throw unreadable("the file is cut off");
    if (own === serial) yield { whole: bytes.subarray(at, end), lacings };
    at = end;
  }
}

/** The packets of the first logical stream, also those that go over pages; throws as oggPages. */
export function* oggPackets(bytes: Uint8Array): Generator<Uint8Array, undefined> {
  let begun: Uint8Array[] = [];
  for (const { whole, lacings } of oggPages(bytes)) {
    let at = HEADER_BYTES + lacings.length;
    for (const lacing of lacings) {
      begun.push(whole.subarray(at, at + lacing));
      at += lacing;
      if (lacing === 255) continue;
      yield begun.length === 1 ? begun[0]! : new Uint8Array(Buffer.concat(begun));
      begun = [];
    }
  }
}

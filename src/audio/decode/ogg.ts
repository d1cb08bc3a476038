import { unreadable } from "./part.ts";

const HEADER_BYTES = 27;

/**
 * The packets of the first logical stream of an Ogg file (RFC 3533, section 6), also those that go over pages.
 * Checksums are not looked at. Throws SpeechError "invalid_input" where a page is cut off or is none.
 */
export function* oggPackets(bytes: Uint8Array): Generator<Uint8Array, undefined> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let serial: number | undefined;
  let begun: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    const bodyAt = at + HEADER_BYTES + (bytes[at + HEADER_BYTES - 1] ?? 0);
    if (bodyAt > bytes.length || view.getUint32(at) !== 0x4f67_6753)
      throw unreadable("an Ogg file whose pages are broken");
    const own = view.getUint32(at + 14, true);
    serial ??= own;
    const lacings = bytes.subarray(at + HEADER_BYTES, bodyAt);
    at = bodyAt;
    for (const lacing of lacings) {
      if (at + lacing > bytes.length) throw unreadable("the file is cut off");
      if (own === serial) begun.push(bytes.subarray(at, at + lacing));
      at += lacing;
      if (lacing === 255 || own !== serial) continue;
      yield begun.length === 1 ? begun[0]! : new Uint8Array(Buffer.concat(begun));
      begun = [];
    }
  }
}

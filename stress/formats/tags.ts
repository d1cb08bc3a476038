import { view } from "./bytes.ts";

const ID3V1_BYTES = 128;
const APE_BYTES = 32;

/**
 * Returns the length of the tag (ID3v2, ID3v1 or APE) at the start of `bytes`; 0 if there is none, "more" if the decision
 * needs more bytes.
 */
export function tagBytes(bytes: Uint8Array): number | "more" {
  const id3 = startsWith(bytes, "ID3");
  if (id3 === "yes") return bytes.length < 10 ? "more" : id3v2Bytes(bytes);
  const id3v1 = startsWith(bytes, "TAG");
  if (id3v1 === "yes") return ID3V1_BYTES;
  const ape = startsWith(bytes, "APETAGEX");
  if (ape === "yes") return bytes.length < APE_BYTES ? "more" : apeBytes(bytes);
  return [id3, id3v1, ape].includes("maybe") ? "more" : 0;
}

/** Returns the length of an ID3v2 tag (ID3v2.4, section 3.1). The size field of its header has four times 7 bits. */
function id3v2Bytes(bytes: Uint8Array): number {
  const [, , , , , flags = 0, a = 0, b = 0, c = 0, d = 0] = bytes;
  const size = (a << 21) | (b << 14) | (c << 7) | d;
  return 10 + size + (flags & 0x10 ? 10 : 0);
}

/** Returns the length of an APEv2 tag. The size field counts items and footer. A footer without a header is the whole tag. */
function apeBytes(bytes: Uint8Array): number {
  const fields = view(bytes);
  const isHeader = (fields.getUint32(20, true) & 0x2000_0000) !== 0;
  return isHeader ? APE_BYTES + fields.getUint32(12, true) : APE_BYTES;
}

function startsWith(bytes: Uint8Array, word: string): "yes" | "no" | "maybe" {
  const length = Math.min(bytes.length, word.length);
  for (let index = 0; index < length; index++) {
    if (bytes[index] !== word.charCodeAt(index)) return "no";
  }
  return length === word.length ? "yes" : "maybe";
}

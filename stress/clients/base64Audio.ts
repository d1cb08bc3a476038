import { Failure } from "../http/failure.ts";

/**
 * Decodes base64 audio, with or without padding and line breaks. Throws Failure "bad_audio" for any other text, which
 * Buffer would decode to fewer bytes.
 *
 * @example
 * decodeAudio("UklGRg==").length; // 4
 */
export function decodeAudio(encoded: string): Buffer {
  const bytes = Buffer.from(encoded, "base64");
  if (bytes.length === Buffer.byteLength(encoded, "base64")) return bytes;
  const plain = encoded.replaceAll(/\s/g, "");
  if (bytes.length === Buffer.byteLength(plain, "base64")) return bytes;
  throw new Failure(
    "bad_audio",
    `audio that is not base64: ${JSON.stringify(encoded.slice(0, 60))}`,
  );
}

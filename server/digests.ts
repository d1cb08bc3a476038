import { timingSafeEqual } from "node:crypto";

/** Hashes a text with SHA-256: timingSafeEqual requires equal lengths, and keys have different lengths. */
export function sha256(text: string): Uint8Array {
  return new Bun.CryptoHasher("sha256").update(text).digest();
}

/** Returns the index of the first digest that equals `digest`; null: none. Always compares all digests. */
export function indexOfDigest(digests: readonly Uint8Array[], digest: Uint8Array): number | null {
  const matches = digests.flatMap((each, index) => (timingSafeEqual(each, digest) ? [index] : []));
  return matches[0] ?? null;
}

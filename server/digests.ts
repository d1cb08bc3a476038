import { timingSafeEqual } from "node:crypto";

/** SHA-256, so that keys of any length compare as 32 bytes. */
export function sha256(text: string): Uint8Array {
  return new Bun.CryptoHasher("sha256").update(text).digest();
}

/** The index of the first digest that equals `digest` in every byte; null: none. Compares with all of them. */
export function indexOfDigest(digests: readonly Uint8Array[], digest: Uint8Array): number | null {
  const matches = digests.flatMap((each, index) => (timingSafeEqual(each, digest) ? [index] : []));
  return matches[0] ?? null;
}

import { expect, test } from "bun:test";
import { indexOfDigest, sha256 } from "./digests.ts";

const DIGEST_BYTES = 32;

test("indexOfDigest() - returns null for a digest that differs in one byte", () => {
  const key = sha256("key");
  for (let at = 0; at < DIGEST_BYTES; at += 1) {
    const other = Uint8Array.from(key, (byte, index) => (index === at ? byte ^ 1 : byte));
    expect(indexOfDigest([key], other)).toBeNull();
  }
});

test("indexOfDigest() - returns the index of an equal digest", () => {
  const digests = ["first", "second"].map(sha256);
  expect(digests.map((digest) => indexOfDigest(digests, Uint8Array.from(digest)))).toEqual([0, 1]);
});

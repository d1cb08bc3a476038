/** Returns a random Sec-WebSocket-Key. */
export function newKey(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
}

/** Returns the Sec-WebSocket-Accept of a key (RFC 6455, section 4.2.2). */
export function acceptOf(key: string): string {
  const hasher = new Bun.CryptoHasher("sha1");
  return hasher.update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64");
}

/** Returns whether the first frame of an MP3 is a Xing or Info header. */
export function hasXing(bytes: Buffer): boolean {
  const head = bytes.subarray(0, 512).toString("latin1");
  return head.includes("Xing") || head.includes("Info");
}

/** Returns the total samples in a FLAC file's STREAMINFO; 0 means unknown (RFC 9639, section 8.2). */
export function flacSamples(bytes: Buffer): number {
  // STREAMINFO begins at byte 8. Its total is the 36 low bits of the 5 bytes from its byte 13 on.
  return (bytes.readUInt8(21) & 0x0f) * 2 ** 32 + bytes.readUInt32BE(22);
}

/** Reads the end of an Ogg Opus stream, in samples at 48 kHz (RFC 3533, section 6; RFC 7845). */
export function oggEnd(bytes: Buffer): { closed: boolean; granule: number; preSkip: number } {
  const last = bytes.lastIndexOf("OggS");
  const head = bytes.indexOf("OpusHead");
  return {
    closed: (bytes.readUInt8(last + 5) & 4) !== 0,
    granule: Number(bytes.readBigUInt64LE(last + 6)),
    preSkip: bytes.readUInt16LE(head + 10),
  };
}

/** Whether the first frame of an MP3 is a Xing or Info header. */
export function hasXing(bytes: Buffer): boolean {
  const head = bytes.subarray(0, 512).toString("latin1");
  return head.includes("Xing") || head.includes("Info");
}

/** Total samples in a FLAC file's STREAMINFO, 0 where it is unknown (RFC 9639, section 8.2). */
export function flacSamples(bytes: Buffer): number {
  // After "fLaC" and a block header of 4 bytes each: the 36 low bits of 5 bytes, 13 bytes into STREAMINFO.
  return (bytes.readUInt8(21) & 0x0f) * 2 ** 32 + bytes.readUInt32BE(22);
}

/** The end of an Ogg Opus stream, in samples at 48 kHz (RFC 3533, section 6; RFC 7845). */
export function oggEnd(bytes: Buffer): { closed: boolean; granule: number; preSkip: number } {
  const last = bytes.lastIndexOf("OggS");
  const head = bytes.indexOf("OpusHead");
  return {
    closed: (bytes.readUInt8(last + 5) & 4) !== 0,
    granule: Number(bytes.readBigUInt64LE(last + 6)),
    preSkip: bytes.readUInt16LE(head + 10),
  };
}

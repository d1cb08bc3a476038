/**
 * Returns the table of a CRC with `bits` bits (at most 32) and polynomial `poly`. The table has the CRC of each byte, most
 * significant bit first.
 */
export function crcTable(bits: number, poly: number): Uint32Array {
  const top = 2 ** (bits - 1);
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte * 2 ** (bits - 8);
    for (let bit = 0; bit < 8; bit++) {
      const carry = crc >= top;
      crc = (crc * 2) % (top * 2);
      if (carry) crc = (crc ^ poly) >>> 0;
    }
    return crc;
  });
}

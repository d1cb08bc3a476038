const HEADER_BYTES = 27;
/** Maximum lacing values in one page; a packet of n bytes has floor(n / 255) + 1 of them. */
const MAX_LACINGS = 255;
/** Serial number of the one logical stream, arbitrary; it is fixed so that equal audio gives equal bytes. */
const SERIAL = 0x7574_7472;

const BEGINS = 2;
const ENDS = 4;

interface Page {
  readonly packets: readonly Uint8Array[];
  /** Samples up to the end of the last packet, as the codec counts them; 0 for header pages. */
  readonly granule: number;
  readonly ends?: boolean;
}

/** Writes the pages of one logical stream, numbered from 0, each with complete packets (RFC 3533, section 6). */
export function createOggPager(): (page: Page) => Uint8Array {
  let sequence = 0;
  return ({ packets, granule, ends = false }) => {
    const lacings = packets.flatMap(lacingsOf);
    if (lacings.length > MAX_LACINGS)
      throw new RangeError(`${lacings.length} lacings in a page; maximum ${MAX_LACINGS}`);
    const head = new Uint8Array(HEADER_BYTES + lacings.length);
    const view = new DataView(head.buffer);
    head.set(new TextEncoder().encode("OggS"));
    view.setUint8(5, (sequence === 0 ? BEGINS : 0) | (ends ? ENDS : 0));
    view.setBigInt64(6, BigInt(granule), true);
    view.setUint32(14, SERIAL, true);
    view.setUint32(18, sequence, true);
    view.setUint8(26, lacings.length);
    head.set(lacings, HEADER_BYTES);
    sequence += 1;
    const page = Buffer.concat([head, ...packets]);
    page.writeUInt32LE(crc32(page), 22);
    return page;
  };
}

function lacingsOf(packet: Uint8Array): number[] {
  const full = Math.floor(packet.length / 255);
  return [...Array.from({ length: full }, () => 255), packet.length % 255];
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24;
  for (let bit = 0; bit < 8; bit += 1) crc = crc < 0 ? (crc << 1) ^ 0x04c1_1db7 : crc << 1;
  return crc;
});

/** Ogg's checksum: polynomial 0x04C11DB7, most significant bit first, from 0, not inverted. */
function crc32(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) crc = (crc << 8) ^ (CRC_TABLE[(crc >>> 24) ^ byte] ?? 0);
  return crc >>> 0;
}

/** Reads the bits of a Vorbis packet, least significant first. Beyond the end come zeros, and `over` is true. */
export interface PacketBits {
  readonly over: boolean;
  bit(): number;
  /** A number of 0–32 bits. */
  read(count: number): number;
}

export function createPacketBits(packet: Uint8Array): PacketBits {
  const end = packet.length * 8;
  let at = 0;

  function bit(): number {
    const value = at < end ? (packet[at >> 3]! >> (at & 7)) & 1 : 0;
    at += 1;
    return value;
  }

  return {
    get over() {
      return at > end;
    },
    bit,
    read(count) {
      let value = 0;
      // Not shifted: 32 bits would become a negative number.
      for (let index = 0; index < count; index += 1) value += bit() * 2 ** index;
      return value;
    },
  };
}

/** How many bits a number takes. */
export function bitsOf(value: number): number {
  return 32 - Math.clz32(value);
}

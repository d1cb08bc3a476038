import { unreadable } from "./part.ts";

/** Reads bits, most significant first. Every method throws SpeechError "invalid_input" beyond the end. */
export interface BitReader {
  /** The next byte that has not been begun. */
  readonly byte: number;
  /** A number of 0–32 bits. */
  read(count: number): number;
  /** A number of two's complement. */
  signed(count: number): number;
  /** How many zeros stand before the next one. */
  unary(): number;
  /** Goes on at the next whole byte. */
  align(): void;
}

export function createBitReader(bytes: Uint8Array, startByte: number): BitReader {
  let at = startByte * 8;

  function current(): number {
    const byte = bytes[at >> 3];
    if (byte === undefined) throw unreadable("the file is cut off");
    return byte;
  }

  function read(count: number): number {
    let value = 0;
    for (let wanted = count; wanted > 0;) {
      const left = 8 - (at & 7);
      const take = Math.min(left, wanted);
      // Not shifted: 32 bits would become a negative number.
      value = value * (1 << take) + ((current() >> (left - take)) & ((1 << take) - 1));
      at += take;
      wanted -= take;
    }
    return value;
  }

  return {
    get byte() {
      return (at + 7) >> 3;
    },
    read,
    signed(count) {
      const value = read(count);
      return value >= 2 ** (count - 1) ? value - 2 ** count : value;
    },
    unary() {
      for (let zeros = 0; ;) {
        const left = 8 - (at & 7);
        const rest = current() & ((1 << left) - 1);
        if (rest !== 0) {
          const leading = Math.clz32(rest) - (32 - left);
          at += leading + 1;
          return zeros + leading;
        }
        zeros += left;
        at += left;
      }
    },
    align() {
      at = ((at + 7) >> 3) * 8;
    },
  };
}

import { unreadable } from "./part.ts";

/** Reads bits, most significant first. All methods throw SpeechError "invalid_input" beyond the end. */
export interface BitReader {
  /** The first byte of which no bit has been read. */
  readonly byte: number;
  /** Reads an unsigned integer of 0–32 bits. */
  read(count: number): number;
  /** Reads an integer in two's complement. */
  signed(count: number): number;
  /** Reads zeros up to and including the next 1 bit; returns the number of zeros. */
  unary(): number;
  /** Skips to the next byte border. */
  align(): void;
}

export function createBitReader(bytes: Uint8Array, startByte: number): BitReader {
  let at = startByte * 8;

  function current(): number {
    const byte = bytes[at >> 3];
    if (byte === undefined) throw unreadable("the file is truncated");
    return byte;
  }

  function read(count: number): number {
    let value = 0;
    for (let remaining = count; remaining > 0;) {
      const inByte = 8 - (at & 7);
      const take = Math.min(inByte, remaining);
      // Multiplied, not shifted: a shift would make 32 bits negative.
      value = value * (1 << take) + ((current() >> (inByte - take)) & ((1 << take) - 1));
      at += take;
      remaining -= take;
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
        const inByte = 8 - (at & 7);
        const rest = current() & ((1 << inByte) - 1);
        if (rest !== 0) {
          const leading = Math.clz32(rest) - (32 - inByte);
          at += leading + 1;
          return zeros + leading;
        }
        zeros += inByte;
        at += inByte;
      }
    },
    align() {
      at = ((at + 7) >> 3) * 8;
    },
  };
}

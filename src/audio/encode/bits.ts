/** Collects bits, most significant first, into bytes that grow as needed. */
export interface BitWriter {
  /** Appends the low `count` bits of `value`; `count` is 0–24. */
  put(value: number, count: number): void;
  /** `value` zeros and a one. */
  unary(value: number): void;
  /** Fills the last byte with zeros. */
  align(): void;
  /** The complete bytes so far: a view, valid until the next `put`. */
  bytes(): Uint8Array;
}

export function createBitWriter(startBytes: number): BitWriter {
  let out = new Uint8Array(startBytes);
  let length = 0;
  let partial = 0; // the `pending` bits of the incomplete byte, in the low bits
  let pending = 0;

  function put(value: number, count: number): void {
    partial = (partial << count) | (value & ((1 << count) - 1));
    pending += count;
    if (length + 4 > out.length) {
      const larger = new Uint8Array(out.length * 2 + 4);
      larger.set(out);
      out = larger;
    }
    while (pending >= 8) {
      pending -= 8;
      out[length] = partial >>> pending;
      length += 1;
    }
    partial &= (1 << pending) - 1;
  }

  return {
    put,
    unary(value) {
      let zeros = value;
      for (; zeros >= 24; zeros -= 24) put(0, 24);
      put(1, zeros + 1 > 24 ? 24 : zeros + 1);
    },
    align() {
      if (pending > 0) put(0, 8 - pending);
    },
    bytes: () => out.subarray(0, length),
  };
}

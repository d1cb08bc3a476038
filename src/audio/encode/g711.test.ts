import { expect, test } from "bun:test";
import { toAlaw, toUlaw } from "./g711.ts";

/** Values and codes of ITU-T G.711, table 2a (µ-law, 14 bits): the last of each segment, and the two nearest to 0. */
const ULAW = [
  [8031, 0x80],
  [4191, 0x8f],
  [2079, 0x9f],
  [1023, 0xaf],
  [495, 0xbf],
  [231, 0xcf],
  [99, 0xdf],
  [33, 0xef],
  [2, 0xfe],
  [0, 0xff],
] as const;

/** Values and codes of ITU-T G.711, table 1a (A-law, 13 bits), with every other bit inverted. */
const ALAW = [
  [4032, 0xaa],
  [2112, 0xa5],
  [1056, 0xb5],
  [528, 0x85],
  [264, 0x95],
  [132, 0xe5],
  [66, 0xf5],
  [1, 0xd5],
] as const;

function sample(value: number, bits: number): Float32Array {
  return Float32Array.of((value * 2 ** (16 - bits)) / 32_767);
}

test("the values of the µ-law table have its codes", () => {
  for (const [value, code] of ULAW) {
    expect(toUlaw(sample(value, 14))).toEqual(Uint8Array.of(code));
    if (value > 0) expect(toUlaw(sample(-value, 14))).toEqual(Uint8Array.of(code & 0x7f));
  }
});

test("the values of the A-law table have its codes", () => {
  for (const [value, code] of ALAW) {
    expect(toAlaw(sample(value, 13))).toEqual(Uint8Array.of(code));
    expect(toAlaw(sample(-value, 13))).toEqual(Uint8Array.of(code & 0x7f));
  }
});

test("louder samples have codes nearer to the end of the scale, and samples beyond ±1 are clamped", () => {
  const rising = Float32Array.from({ length: 4000 }, (_, index) => index / 4000);
  for (const [law, mask] of [
    [toUlaw, 0x7f],
    [toAlaw, 0x55],
  ] as const) {
    const levels = law(rising).map((code) => (code & 0x7f) ^ mask);
    expect(levels).toEqual(levels.toSorted());
    expect(law(Float32Array.of(1.5, -1.5))).toEqual(law(Float32Array.of(1, -1)));
  }
});

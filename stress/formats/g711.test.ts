import { expect, test } from "bun:test";
import { g711Values, toS16 } from "./g711.ts";

test("codes have the values of the standard's tables", () => {
  const ulaw = g711Values("ulaw");
  // ITU-T G.711, table 2a, on a scale of 14 bits.
  for (const [code, value] of [
    [0x80, 8031],
    [0x8f, 4191],
    [0x9f, 2079],
    [0xef, 33],
    [0xff, 0],
    [0x00, -8031],
  ] as const)
    expect((ulaw?.[code] ?? 0) * 8192).toBe(value);
  const alaw = g711Values("alaw");
  // Table 1a, on a scale of 13 bits, with every other bit of the code inverted.
  for (const [code, value] of [
    [0xaa, 4032],
    [0xa5, 2112],
    [0xf5, 66],
    [0xd5, 1],
    [0x2a, -4032],
  ] as const)
    expect((alaw?.[code] ?? 0) * 4096).toBe(value);
  expect(g711Values("int")).toBeNull();
});

test("G.711 becomes 16-bit samples", () => {
  const values = g711Values("ulaw") ?? new Float32Array(256);
  expect([...new Int16Array(toS16(Uint8Array.of(0x80, 0xff, 0x00), values).buffer)]).toEqual([
    32_124, 0, -32_124,
  ]);
});

import { expect, test } from "bun:test";
import { createAudible } from "./audible.ts";
import { tone } from "../server.fake.ts";

const format = { rateHz: 24_000, channels: 1, bits: 16, encoding: "int" } as const;
const silence = (ms: number) => Buffer.alloc(ms * 48);

test("the audible instant is the arrival of the first loud sample", () => {
  const audible = createAudible();
  audible.push({ format, bytes: silence(100) }, 10);
  expect(audible.atMs).toBeNull();
  audible.push({ format, bytes: tone(10) }, 20);
  expect(audible.atMs).toBeNull();
  audible.push({ format, bytes: tone(50) }, 30);
  expect(audible.atMs).toBe(20);
});

test("a click shorter than 20 ms is not speech", () => {
  const audible = createAudible();
  audible.push({ format, bytes: Buffer.concat([tone(10), silence(200)]) }, 10);
  expect(audible.atMs).toBeNull();
});

test("24-bit, float and G.711 samples are read", () => {
  const loud24 = Buffer.alloc(24_000 * 3, Buffer.from([0, 0, 0x20]));
  const loudFloat = Buffer.from(new Float32Array(24_000).fill(0.25).buffer);
  for (const [bits, encoding, bytes] of [
    [24, "int", loud24],
    [32, "float", loudFloat],
    [8, "ulaw", Buffer.alloc(24_000, 0x8f)],
    [8, "alaw", Buffer.alloc(24_000, 0xa5)],
  ] as const) {
    const audible = createAudible();
    audible.push({ format: { ...format, bits, encoding }, bytes }, 5);
    expect(audible.atMs).toBe(5);
  }
});

test("speech is audible from -50 dBFS", () => {
  const square = (dbfs: number) =>
    Buffer.from(new Int16Array(2400).fill(Math.round(2 ** 15 * 10 ** (dbfs / 20))).buffer);
  for (const [dbfs, audibleMs] of [
    [-51, null],
    [-49, 7],
  ] as const) {
    const audible = createAudible();
    audible.push({ format, bytes: square(dbfs) }, 7);
    expect(audible.atMs).toBe(audibleMs);
  }
});

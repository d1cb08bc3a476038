import { expect, test } from "bun:test";
import { createWavReader } from "./wav.ts";
import { wavFile } from "./wavFile.ts";

/** Stereo of 24 bits gives every field of the header a different value. */
const STEREO = { rateHz: 44_100, channels: 2, bits: 24, encoding: "int" } as const;
const pieces = [new Uint8Array(6), new Uint8Array(12)];

test("wavFile() - writes rate, byte rate, frame size and bits", () => {
  const header = new DataView(wavFile(STEREO, pieces).buffer);
  const fmt = {
    code: header.getUint16(20, true),
    channels: header.getUint16(22, true),
    rateHz: header.getUint32(24, true),
    byteRate: header.getUint32(28, true),
    frameBytes: header.getUint16(32, true),
    bits: header.getUint16(34, true),
  };
  expect(fmt).toEqual({
    code: 1,
    channels: 2,
    rateHz: 44_100,
    byteRate: 264_600,
    frameBytes: 6,
    bits: 24,
  });
});

test("wavFile() - float samples have format code 3", () => {
  const file = wavFile({ ...STEREO, bits: 32, encoding: "float" }, []);
  expect(new DataView(file.buffer).getUint16(20, true)).toBe(3);
});

test("wavFile() - declares the data size and the file size", () => {
  const file = wavFile(STEREO, pieces);
  const header = new DataView(file.buffer);
  expect(header.getUint32(40, true)).toBe(18);
  expect(header.getUint32(4, true)).toBe(file.length - 8);
});

test("wavFile() - pads an odd data size to a file of even size", () => {
  const file = wavFile({ rateHz: 8000, channels: 1, bits: 8, encoding: "int" }, [
    new Uint8Array(3),
  ]);
  expect(file.length).toBe(48);
  expect(new DataView(file.buffer).getUint32(4, true)).toBe(40);
  expect(new DataView(file.buffer).getUint32(40, true)).toBe(3);
});

test("wavFile() - createWavReader() reads the same format back", () => {
  const [span] = createWavReader().push(wavFile(STEREO, pieces));
  expect(span).toEqual({ format: STEREO, bytes: new Uint8Array(18) });
});

import { expect, test } from "bun:test";
import { tone, wavHead, wavTone } from "../server.fake.ts";
import { createPcmReader, spanMs, type SpanReader } from "./pcm.ts";
import { createWavReader } from "./wav.ts";

/** Milliseconds of audio in `bytes`, read in pieces of `step` bytes. */
function measure(reader: SpanReader, bytes: Uint8Array, step = bytes.length): number {
  let ms = 0;
  for (let offset = 0; offset < bytes.length; offset += step) {
    for (const span of reader.push(bytes.subarray(offset, offset + step))) ms += spanMs(span);
  }
  reader.end();
  return ms;
}

test.each([0, 0x7fffffff, 0xffffffff, 2_000_000_000])(
  "a header that declares %d bytes gives the true duration",
  (declared) => {
    expect(measure(createWavReader(), wavTone(500, { declared }), 1000)).toBeCloseTo(500, 6);
  },
);

test("a declared size below the true size is ignored", () => {
  expect(measure(createWavReader(), wavTone(500, { declared: 1000 }), 700)).toBeCloseTo(500, 0);
});

test("a LIST chunk before the data is not counted", () => {
  expect(measure(createWavReader(), wavTone(200, { list: true }))).toBeCloseTo(200, 6);
});

test("a LIST chunk after the data is not counted", () => {
  const list = Buffer.from("LIST\x08\0\0\0INFOabcd", "latin1");
  expect(measure(createWavReader(), Buffer.concat([wavTone(200), list]), 333)).toBeCloseTo(200, 6);
});

test("a header may be split at any byte", () => {
  const wav = wavTone(20, { list: true });
  for (let cut = 1; cut < 80; cut++) {
    const reader = createWavReader();
    const spans = [...reader.push(wav.subarray(0, cut)), ...reader.push(wav.subarray(cut))];
    expect(spans.reduce((sum, span) => sum + spanMs(span), 0)).toBeCloseTo(20, 6);
  }
  expect(measure(createWavReader(), wav, 1)).toBeCloseTo(20, 6);
});

test("rate, channels and bits are read from the header", () => {
  expect(measure(createWavReader(), wavTone(300, { rateHz: 44_100, channels: 2 }))).toBeCloseTo(
    300,
    1,
  );
  const eightBit = Buffer.concat([wavHead(8000, { rateHz: 8000, bits: 8 }), Buffer.alloc(8000)]);
  expect(measure(createWavReader(), eightBit)).toBe(1000);
});

test("concatenated WAV files add up", () => {
  const body = Buffer.concat([wavTone(100), wavTone(150, { rateHz: 16_000 })]);
  expect(measure(createWavReader(), body, 97)).toBeCloseTo(250, 6);
});

test("text is refused as not a WAV", () => {
  expect(() => createWavReader().push(Buffer.from("<html>nothing here"))).toThrow("not a WAV");
});

test("a body that ends inside the header is refused", () => {
  const reader = createWavReader();
  reader.push(wavTone(10).subarray(0, 20));
  expect(() => reader.end()).toThrow("inside the header");
});

test("raw PCM is counted in complete frames", () => {
  const format = { rateHz: 24_000, channels: 1, bits: 16, encoding: "int" } as const;
  expect(measure(createPcmReader(format), tone(100), 333)).toBeCloseTo(100, 6);
});

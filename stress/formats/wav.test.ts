import { expect, test } from "bun:test";
import { tone, wavHead, wavTone } from "../server.fake.ts";
import { createPcmReader, spanMs, type SpanReader } from "./pcm.ts";
import { createWavReader } from "./wav.ts";

/** Returns the milliseconds of audio in `bytes`, which are read `step` bytes at a time. */
function measure(reader: SpanReader, bytes: Uint8Array, step = bytes.length): number {
  let ms = 0;
  for (let offset = 0; offset < bytes.length; offset += step) {
    for (const span of reader.push(bytes.subarray(offset, offset + step))) ms += spanMs(span);
  }
  reader.end();
  return ms;
}

test.each([0, 0x7fffffff, 0xffffffff, 2_000_000_000])(
  "the measured duration is the true duration if the header declares %d bytes",
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

test("a header can be split at any byte", () => {
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

test("the durations of concatenated WAV files add up", () => {
  const body = Buffer.concat([wavTone(100), wavTone(150, { rateHz: 16_000 })]);
  expect(measure(createWavReader(), body, 97)).toBeCloseTo(250, 6);
});

test("a text body is refused as not being a WAV", () => {
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

/** Returns a RIFF head, a fmt chunk of `bytes` bytes (format `code`, 8 kHz, 8 bits), and `rest`. */
function wavOf(code: number, { bytes = 16, subCode = 0, rest = Buffer.alloc(0) } = {}): Buffer {
  const fmt = Buffer.alloc(8 + bytes);
  fmt.write("fmt ");
  fmt.writeUInt32LE(bytes, 4);
  fmt.writeUInt16LE(code, 8);
  fmt.writeUInt16LE(1, 10);
  fmt.writeUInt32LE(8000, 12);
  fmt.writeUInt16LE(8, 22);
  if (bytes >= 26) fmt.writeUInt16LE(subCode, 32);
  return Buffer.concat([Buffer.from("RIFF\0\0\0\0WAVE"), fmt, rest]);
}
const chunk = (id: string, size: number, body = Buffer.alloc(0)) => {
  const head = Buffer.alloc(8);
  head.write(id);
  head.writeUInt32LE(size, 4);
  return Buffer.concat([head, body]);
};
const data = chunk("data", 0, Buffer.alloc(80));

test.each([
  [1, "int"],
  [3, "float"],
  [6, "alaw"],
  [7, "ulaw"],
] as const)("format code %d is read as %s", (code, encoding) => {
  const spans = createWavReader().push(wavOf(code, { rest: data }));
  expect(spans).toMatchObject([{ format: { rateHz: 8000, channels: 1, bits: 8, encoding } }]);
});

test.each([0, 2, 0x55])("format code %d is refused", (code) => {
  expect(() => createWavReader().push(wavOf(code, { rest: data }))).toThrow(
    `code ${code}, 8000 Hz`,
  );
});

test("the code of an extensible format is read from byte 24", () => {
  const wav = wavOf(0xfffe, { bytes: 26, subCode: 3, rest: data });
  expect(createWavReader().push(wav)).toMatchObject([{ format: { encoding: "float" } }]);
});

test("a fmt chunk of 15 bytes is refused", () => {
  const short = Buffer.concat([
    Buffer.from("RIFF\0\0\0\0WAVE"),
    chunk("fmt ", 15, Buffer.alloc(16)),
  ]);
  expect(() => createWavReader().push(short)).toThrow("fmt chunk too short (15 bytes)");
});

test("another format is refused after 12 bytes", () => {
  expect(() => createWavReader().push(Buffer.from("<html>nothin"))).toThrow("not a WAV");
});

test("a body that ends after the fmt chunk has no audio", () => {
  expect(measure(createWavReader(), wavOf(1))).toBe(0);
});

test("the pad byte of odd data is not counted", () => {
  const rest = Buffer.concat([
    chunk("data", 3, Buffer.alloc(4)),
    chunk("LIST", 4, Buffer.alloc(4)),
  ]);
  expect(measure(createWavReader(), wavOf(1, { rest }))).toBe(3 / 8);
});

test("chunks before the audio can have up to 16 MB", () => {
  const skipped = (size: number) => createWavReader().push(wavOf(1, { rest: chunk("JUNK", size) }));
  expect(skipped(16 * 2 ** 20 - 8)).toEqual([]);
  expect(() => skipped(16 * 2 ** 20 - 7)).toThrow("no audio in the first 16 MB");
});

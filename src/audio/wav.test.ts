import { expect, test } from "bun:test";
import { toS16 } from "./pcm.ts";
import { readWav, wavHeader } from "./wav.ts";

const SAMPLES = Float32Array.from([0, 0.5, -0.5, 0.25]);

function file(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

/** A WAV of SAMPLES in one format; `write` writes a sample at a byte. */
function wav(
  format: { tag: number; channels: number; bits: number },
  write: (view: DataView, at: number, value: number) => void,
): Uint8Array {
  const width = format.bits / 8;
  const header = wavHeader(16_000, SAMPLES.length * width * format.channels);
  const view = new DataView(header.buffer);
  view.setUint16(20, format.tag, true);
  view.setUint16(22, format.channels, true);
  view.setUint16(34, format.bits, true);
  const data = new DataView(new ArrayBuffer(SAMPLES.length * width * format.channels));
  let at = 0;
  for (const sample of SAMPLES) {
    for (let channel = 0; channel < format.channels; channel += 1, at += width)
      write(data, at, sample);
  }
  return file([header, new Uint8Array(data.buffer)]);
}

test.each([8000, 16_000, 22_050, 24_000, 44_100, 48_000])(
  "the header at %d Hz describes mono 16-bit PCM",
  (sampleRateHz) => {
    const header = wavHeader(sampleRateHz, 100);
    const view = new DataView(header.buffer);
    const text = (at: number): string => String.fromCharCode(...header.subarray(at, at + 4));
    expect(header.length).toBe(44);
    expect([0, 8, 12, 36].map(text)).toEqual(["RIFF", "WAVE", "fmt ", "data"]);
    expect({
      formatBytes: view.getUint32(16, true),
      format: view.getUint16(20, true),
      channels: view.getUint16(22, true),
      sampleRateHz: view.getUint32(24, true),
      bytesPerS: view.getUint32(28, true),
      bytesPerFrame: view.getUint16(32, true),
      bitsPerSample: view.getUint16(34, true),
    }).toEqual({
      formatBytes: 16,
      format: 1,
      channels: 1,
      sampleRateHz,
      bytesPerS: sampleRateHz * 2,
      bytesPerFrame: 2,
      bitsPerSample: 16,
    });
  },
);

test("the header of a complete file has its exact sizes", () => {
  const header = new DataView(wavHeader(24_000, 100).buffer);
  expect([header.getUint32(4, true), header.getUint32(40, true)]).toEqual([136, 100]);
});

test("the header of a stream has unknown sizes", () => {
  const streamed = new DataView(wavHeader(24_000, null).buffer);
  expect([streamed.getUint32(4, true), streamed.getUint32(40, true)]).toEqual([
    0xffff_ffff, 0xffff_ffff,
  ]);
});

test("samples are read as they were written, within 16 bits", () => {
  const read = readWav(file([wavHeader(24_000, null), toS16(SAMPLES)]));
  expect(read.sampleRateHz).toBe(24_000);
  for (const [index, sample] of SAMPLES.entries())
    expect(read.samples[index]).toBeCloseTo(sample, 4);
});

test("integers of 8, 24 and 32 bits, floats and several channels are read", () => {
  const cases = [
    wav({ tag: 1, channels: 1, bits: 8 }, (view, at, value) =>
      view.setUint8(at, 128 + value * 128),
    ),
    wav({ tag: 1, channels: 1, bits: 24 }, (view, at, value) => {
      view.setUint16(at, (value * 8_388_608) & 0xffff, true);
      view.setInt8(at + 2, (value * 8_388_608) >> 16);
    }),
    wav({ tag: 1, channels: 1, bits: 32 }, (view, at, value) =>
      view.setInt32(at, value * 2 ** 31, true),
    ),
    wav({ tag: 3, channels: 1, bits: 32 }, (view, at, value) => view.setFloat32(at, value, true)),
    wav({ tag: 1, channels: 2, bits: 16 }, (view, at, value) =>
      view.setInt16(at, value * 32_768, true),
    ),
  ];
  for (const bytes of cases)
    expect(readWav(bytes)).toEqual({ sampleRateHz: 16_000, samples: SAMPLES });
});

test("channels are mixed to their mean", () => {
  const header = wavHeader(16_000, 4);
  new DataView(header.buffer).setUint16(22, 2, true);
  const data = Int16Array.from([16_384, -8192]);
  expect([...readWav(file([header, new Uint8Array(data.buffer)])).samples]).toEqual([0.125]);
});

/** A header whose format chunk says WAVE_FORMAT_EXTENSIBLE, with `tag` as the sub-format. */
function extensible(tag: number, bits: number, data: Uint8Array): Uint8Array {
  const header = wavHeader(16_000, data.length);
  const format = new Uint8Array(8 + 40);
  format.set(header.subarray(12, 36));
  const view = new DataView(format.buffer);
  view.setUint32(4, 40, true);
  view.setUint16(8, 0xfffe, true);
  view.setUint16(8 + 14, bits, true);
  view.setUint16(8 + 24, tag, true);
  return file([header.subarray(0, 12), format, header.subarray(36), data]);
}

test("in an extensible format the sub-format decides", () => {
  const data = new Uint8Array(SAMPLES.buffer);
  expect(readWav(extensible(3, 32, data)).samples).toEqual(SAMPLES);
});

test("an unsupported format is refused with its name", () => {
  const data = new Uint8Array(8);
  for (const [tag, bits] of [
    [2, 16],
    [3, 64],
    [3, 16],
    [1, 12],
  ] as const)
    expect(() => readWav(extensible(tag, bits, data))).toThrow(
      `format ${tag}, ${bits} bits, 1 channels, 16000 Hz`,
    );
});

test("a format without channels or rate is refused", () => {
  for (const [at, message] of [
    [22, "0 channels"],
    [24, "0 Hz"],
  ] as const) {
    const header = wavHeader(16_000, 0);
    header.fill(0, at, at + 2);
    expect(() => readWav(header)).toThrow(message);
  }
});

test("if a size exceeds the file, the data ends with the file", () => {
  const bytes = file([wavHeader(24_000, 1000), toS16(SAMPLES)]);
  expect(readWav(bytes).samples).toHaveLength(4);
});

test("other chunks before the data are skipped", () => {
  const header = wavHeader(24_000, 8);
  const list = new Uint8Array(8 + 6);
  list.set(new TextEncoder().encode("LIST"));
  new DataView(list.buffer).setUint32(4, 5, true); // odd: a byte of padding follows
  const bytes = file([header.slice(0, 36), list, header.slice(36), toS16(SAMPLES)]);
  expect(readWav(bytes).samples).toHaveLength(4);
});

test("a file that is not a WAV, or a part of one, is refused", () => {
  const header = wavHeader(24_000, 8);
  for (const bytes of [
    new Uint8Array(0),
    new TextEncoder().encode("ID3 something else"),
    header.slice(0, 20),
    header.slice(0, 36),
  ]) {
    expect(() => readWav(bytes)).toThrow(/WAV/);
  }
});

import { expect, test } from "bun:test";
import { toS16 } from "./pcm.ts";
import { readWav, wavHeader } from "./wav.ts";

const SAMPLES = Float32Array.from([0, 0.5, -0.5, 0.25]);

function file(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

/** A WAV of one format: `width` bytes a sample, written by `write`. */
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

test("a whole file's header tells its exact sizes, a streamed one's says unknown", () => {
  const whole = new DataView(wavHeader(24_000, 100).buffer);
  expect([whole.getUint32(4, true), whole.getUint32(40, true)]).toEqual([136, 100]);
  const streamed = new DataView(wavHeader(24_000, null).buffer);
  expect([streamed.getUint32(4, true), streamed.getUint32(40, true)]).toEqual([
    0xffff_ffff, 0xffff_ffff,
  ]);
});

test("16-bit samples survive the way out and in, clamped at full scale", () => {
  expect([...new Int16Array(toS16(Float32Array.from([0, 1, -1, 2, -2])).buffer)]).toEqual([
    0, 32_767, -32_767, 32_767, -32_768,
  ]);
  const read = readWav(file([wavHeader(24_000, null), toS16(SAMPLES)]));
  expect(read.sampleRateHz).toBe(24_000);
  for (const [index, sample] of SAMPLES.entries())
    expect(read.samples[index]).toBeCloseTo(sample, 4);
});

test("integers of 8, 24 and 32 bits, floats and stereo are read", () => {
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

test("chunks before the data are walked over", () => {
  const header = wavHeader(24_000, 8);
  const list = new Uint8Array(8 + 6);
  list.set(new TextEncoder().encode("LIST"));
  new DataView(list.buffer).setUint32(4, 5, true); // odd: a byte of padding follows
  const bytes = file([header.slice(0, 36), list, header.slice(36), toS16(SAMPLES)]);
  expect(readWav(bytes).samples).toHaveLength(4);
});

test("what is no WAV is refused, whatever it is", () => {
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

test("wavHeader() - declares rate, byte rate and frame size", () => {
  const header = new DataView(wavHeader(22_050, null).buffer);
  expect(header.getUint32(24, true)).toBe(22_050);
  expect(header.getUint32(28, true)).toBe(44_100);
  expect(header.getUint16(32, true)).toBe(2);
});

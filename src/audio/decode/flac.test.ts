import { expect, test } from "bun:test";
import { random } from "../../../fixtures/random.ts";
import { wholeFile } from "../encode/encode.ts";
import { formOf } from "../encode/form.ts";
import { decodeFlac } from "./flac.ts";

/** The samples of fixtures/stereo.flac: 16-bit integers, 0.75 s at 8 kHz, two similar channels. */
function stereo(): { left: number[]; right: number[] } {
  const noise = random(5);
  const wave = (index: number, period: number): number => Math.abs((index % period) - period / 2);
  const left = Array.from({ length: 6000 }, (_, index) => wave(index, 38) * 300 - noise(200));
  return { left, right: left.map((sample, index) => (sample >> 1) + wave(index, 54) * 90) };
}

function all(bytes: Uint8Array): number[] {
  return [...decodeFlac(bytes)].flatMap(({ samples }) => [...samples]);
}

// Made of the bytes of `stereo` by: ffmpeg -f s16le -ar 8000 -ac 2 -i stereo.raw -compression_level 12 stereo.flac
test("a file from ffmpeg with predictors and coupled channels is decoded exactly", async () => {
  const { left, right } = stereo();
  const mean = left.map((sample, index) => Math.fround((sample + right[index]!) / 65_536));
  const bytes = await Bun.file(`${import.meta.dir}/../../../fixtures/stereo.flac`).bytes();
  expect(all(bytes)).toEqual(mean);
});

test("a file from this project's encoder is decoded exactly", async () => {
  const noise = random(6);
  const samples = Float32Array.from(
    { length: 9000 },
    (_, index) => (noise(2000) - 1000 + (index % 700)) / 32_768,
  );
  async function* chunks(): AsyncGenerator<Float32Array> {
    yield samples;
  }
  const read = all(await wholeFile(chunks(), formOf("flac")));
  expect(read.length).toBe(9000);
  for (const [index, sample] of read.entries())
    expect(Math.abs(sample - samples[index]!)).toBeLessThan(1.5 / 32_768);
});

import { expect, test } from "bun:test";
import { inChunks, voiceLike } from "../../../fixtures/sound.ts";
import { toS16 } from "../pcm.ts";
import { encode } from "./encode.ts";
import { wholeFlac } from "./flac.ts";
import { formOf } from "./form.ts";

/** Decodes the FLAC that is written here: mono, 16 bits, fixed predictors, 4-bit Rice parameters. */
function decode(flac: Buffer): { samples: number[]; frames: number; atByte: number } {
  expect(flac.toString("latin1", 0, 4)).toBe("fLaC");
  let bit = 42 * 8;
  const take = (count: number): number => {
    let value = 0;
    for (let index = 0; index < count; index += 1, bit += 1) {
      value = value * 2 + (((flac[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1);
    }
    return value;
  };
  const signed = (count: number): number => {
    const value = take(count);
    return value >= 2 ** (count - 1) ? value - 2 ** count : value;
  };
  const zeros = (): number => {
    let count = 0;
    while (take(1) === 0) count += 1;
    return count;
  };
  const samples: number[] = [];
  let frames = 0;
  while (bit < flac.length * 8) {
    expect(take(16)).toBe(0xfff8);
    expect(take(16)).toBe(0x7708); // 16-bit block size, 24 kHz, mono, 16 bits
    const lead = take(8);
    let number = lead < 0x80 ? lead : lead & (0x7f >> Math.clz32(~(lead << 24)));
    for (let more = lead < 0x80 ? 1 : Math.clz32(~(lead << 24)); more > 1; more -= 1) {
      number = number * 64 + (take(8) & 63);
    }
    expect(number).toBe(frames);
    const size = take(16) + 1;
    take(8);
    const type = take(8) >> 1;
    const block: number[] = [];
    if (type === 0) block.push(...Array.from({ length: size }).fill(signed(16)).map(Number));
    else if (type === 1) while (block.length < size) block.push(signed(16));
    else {
      const order = type & 7;
      while (block.length < order) block.push(signed(16));
      expect(take(2)).toBe(0);
      const partitionOrder = take(4);
      for (let partition = 0; partition < 2 ** partitionOrder; partition += 1) {
        const parameter = take(4);
        while (block.length < ((partition + 1) * size) / 2 ** partitionOrder) {
          const folded = zeros() * 2 ** parameter + take(parameter);
          const residual = folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2;
          const back = (distance: number): number => block[block.length - distance] ?? 0;
          const predicted = [
            0,
            back(1),
            2 * back(1) - back(2),
            3 * back(1) - 3 * back(2) + back(3),
            4 * back(1) - 6 * back(2) + 4 * back(3) - back(4),
          ][order];
          block.push((predicted ?? 0) + residual);
        }
      }
    }
    samples.push(...block);
    bit = Math.ceil(bit / 8) * 8 + 16;
    frames += 1;
  }
  return { samples, frames, atByte: bit / 8 };
}

function pcm16(sound: Float32Array): number[] {
  return [...new Int16Array(toS16(sound).buffer)];
}

test("a file has exactly the PCM, its number of samples and its MD5", async () => {
  const sound = voiceLike(3 * 4096 + 321);
  const flac = Buffer.from(await wholeFlac(inChunks(sound, 1000), formOf("flac")));
  const { samples, frames, atByte } = decode(flac);
  expect(samples).toEqual(pcm16(sound));
  expect([frames, atByte]).toEqual([4, flac.length]);
  expect(flac.readUIntBE(18, 3) >> 4).toBe(24_000);
  expect(flac.readUInt32BE(22)).toBe(sound.length);
  const md5 = new Bun.CryptoHasher("md5").update(toS16(sound)).digest("hex");
  expect(flac.toString("hex", 26, 42)).toBe(md5);
});

test("a stream has an unknown length and all samples", async () => {
  const sound = voiceLike(150 * 1024 + 3); // more than 128 frames: their number takes two bytes
  const flac = Buffer.concat(await Array.fromAsync(encode(inChunks(sound, 5000), formOf("flac"))));
  expect(flac.subarray(22, 42).every((byte) => byte === 0)).toBe(true);
  const { samples, frames } = decode(flac);
  expect(frames).toBe(151);
  expect(samples).toEqual(pcm16(sound));
});

test("silence takes almost no bytes, full-scale noise no more than raw PCM", async () => {
  const silence = Buffer.from(
    await wholeFlac(inChunks(new Float32Array(40_960), 999), formOf("flac")),
  );
  expect(silence.length).toBeLessThan(42 + 10 * 16);
  expect(decode(silence).samples).toEqual(Array.from({ length: 40_960 }, () => 0));
  let seed = 7;
  const noise = Float32Array.from({ length: 10_000 }, () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed / 1_073_741_824 - 1;
  });
  const flac = Buffer.from(await wholeFlac(inChunks(noise, 999), formOf("flac")));
  expect(decode(flac).samples).toEqual(pcm16(noise));
  expect(flac.length).toBeLessThan(20_000 + 42 + 3 * 16);
});

test("a square wave at full scale is exact at the highest predictor order", async () => {
  const square = Float32Array.from({ length: 5000 }, (_, index) => (index % 50 < 25 ? 1 : -1));
  const flac = Buffer.from(await wholeFlac(inChunks(square, 100), formOf("flac")));
  expect(decode(flac).samples).toEqual(pcm16(square));
});

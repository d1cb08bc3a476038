import { expect, test } from "bun:test";
import { inChunks, voiceLike } from "../../../fixtures/sound.ts";
import { openAac } from "./aac.ts";
import { encodeWith } from "./encoder.ts";
import { loadLibavAac } from "./libavAac.ts";

function encodeAac(samples: number, rateHz = 24_000): AsyncGenerator<Uint8Array> {
  return encodeWith(inChunks(voiceLike(samples), 1000), () => openAac({ format: "aac", rateHz }));
}

async function streamed(samples: number, rateHz = 24_000): Promise<Buffer> {
  const parts = encodeAac(samples, rateHz);
  return Buffer.concat(await Array.fromAsync(parts));
}

/** The bytes of each ADTS frame; checks the headers. */
function frameBytes(aac: Buffer): number[] {
  const sizes: number[] = [];
  for (let at = 0; at < aac.length;) {
    const header = aac.readUIntBE(at, 4);
    expect(header >>> 16).toBe(0xfff1); // MPEG-4, no CRC
    expect((header >> 14) & 3).toBe(1); // AAC-LC
    expect((header >> 10) & 15).toBe(6); // 24 kHz
    expect((header >> 6) & 7).toBe(1); // one channel
    const bytes = (aac.readUIntBE(at + 3, 3) >> 5) & 0x1fff;
    expect(aac.readUInt8(at + 6) & 3).toBe(0); // one block
    expect(bytes).toBeGreaterThan(7);
    sizes.push(bytes);
    at += bytes;
  }
  return sizes;
}

test("the ADTS frames cover all samples and the encoder's delay of one frame", async () => {
  for (const samples of [1, 1024, 1025, 50_000]) {
    const sizes = frameBytes(await streamed(samples));
    expect(sizes.length).toBe(Math.ceil(samples / 1024) + 1);
  }
});

test("the bitrate is about 64 kb/s", async () => {
  const bytes = (await streamed(10 * 24_000)).length;
  expect(bytes / 10).toBeGreaterThan(6000);
  expect(bytes / 10).toBeLessThan(9000);
});

test("an unsupported sample rate is refused with the supported ones", async () => {
  expect(streamed(10, 23_000)).rejects.toThrow("AAC does not support 23000 Hz; supported: 96000");
});

test("a closed stream frees its memory", async () => {
  for (let count = 0; count < 300; count += 1) {
    const stream = encodeAac(2400);
    await stream.next();
    await stream.return(undefined);
  }
  // 300 contexts of 0.7 MB would be 210 MB.
  expect((await loadLibavAac()).HEAPU8.length).toBeLessThan(40_000_000);
});

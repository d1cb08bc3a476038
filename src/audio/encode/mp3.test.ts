import { expect, test } from "bun:test";
import { inChunks, voiceLike } from "../../../fixtures/sound.ts";
import { encodeMp3, wholeMp3 } from "./mp3.ts";
import { readFrameHeader } from "./xing.ts";

const SOUND = voiceLike(50_000);

/** Count, samples and offsets of the frames; throws at an invalid header. */
function frames(mp3: Uint8Array): { count: number; samples: number; at: number[] } {
  const at: number[] = [];
  let samples = 0;
  for (let position = 0; position < mp3.length;) {
    const header = readFrameHeader(mp3, position);
    expect(header.sampleRateHz).toBe(24_000);
    expect(header.kbps).toBe(64);
    at.push(position);
    samples += header.samples;
    position += header.bytes;
  }
  return { count: at.length, samples, at };
}

test("a streamed MP3 has only frames of one bitrate", async () => {
  const mp3 = Buffer.concat(await Array.fromAsync(encodeMp3(inChunks(SOUND, 1000), 24_000)));
  const { samples } = frames(mp3);
  // Encoder delay 576 and decoder delay 529 at the start, less than two frames at the end.
  expect(samples).toBeGreaterThanOrEqual(SOUND.length + 576 + 529);
  expect(samples).toBeLessThan(SOUND.length + 576 + 529 + 2 * 576);
  expect(mp3.includes("Info") || mp3.includes("Xing")).toBe(false);
});

test("an MP3 file starts with an Info frame with frames, bytes, delay and padding", async () => {
  const stream = Buffer.concat(await Array.fromAsync(encodeMp3(inChunks(SOUND, 1000), 24_000)));
  const mp3 = Buffer.from(await wholeMp3(inChunks(SOUND, 1000), 24_000));
  const { count, at } = frames(mp3);
  expect(mp3.subarray(at[1]).equals(stream)).toBe(true);
  const tag = 13;
  expect(mp3.toString("latin1", tag, tag + 4)).toBe("Info");
  expect(mp3.readUInt32BE(tag + 8)).toBe(count - 1);
  expect(mp3.readUInt32BE(tag + 12)).toBe(mp3.length);
  const lame = tag + 120;
  expect(mp3.toString("latin1", lame, lame + 4)).toBe("LAME");
  const delay = mp3.readUIntBE(lame + 21, 3) >> 12;
  const padding = mp3.readUIntBE(lame + 21, 3) & 0xfff;
  expect((count - 1) * 576 - delay - padding).toBe(SOUND.length);
});

test("an invalid frame header is refused", () => {
  expect(() => readFrameHeader(new Uint8Array(4), 0)).toThrow("invalid MP3 frame header at byte 0");
});

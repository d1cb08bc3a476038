import { expect, test } from "bun:test";
import { inChunks, voiceLike } from "../../fixtures/sound.ts";
import { encode, wholeFile } from "../../src/audio/encode/encode.ts";
import { AUDIO_FORMATS, formOf } from "../../src/audio/encode/form.ts";
import { samplesIn } from "./answer.ts";

/** Largest encoder delay plus padding, samples. */
const PADDING = 3 * 1152;

for (const format of AUDIO_FORMATS) {
  test(`samplesIn() - counts the samples of a complete ${format} and detects a truncated one`, async () => {
    const sound = voiceLike(30_011);
    const streamed = Buffer.concat(
      await Array.fromAsync(encode(inChunks(sound, 997), formOf(format))),
    );
    const whole = await wholeFile(inChunks(sound, 997), formOf(format));
    for (const bytes of [streamed, whole]) {
      const samples = samplesIn(format, bytes) ?? 0;
      expect(samples).toBeGreaterThanOrEqual(sound.length - 1);
      expect(samples).toBeLessThan(sound.length + PADDING);
      for (const missing of [1, 7, 333, 4000]) {
        const cut = bytes.subarray(0, bytes.length - missing);
        expect(samplesIn(format, cut)).not.toBe(samples);
      }
    }
    expect(samplesIn(format, new Uint8Array(0))).toBeNull();
  }, 30_000);
}

test("samplesIn() - treats an ADTS header with a frame length of 0 as truncated", () => {
  expect(samplesIn("aac", Uint8Array.of(0xff, 0xf1, 0, 0, 0, 0, 0))).toBeNull();
});

import { expect, test } from "bun:test";
import { elevenLabsForm } from "./elevenLabs.ts";

test("a name gives format, sample rate and bit rate", () => {
  expect(elevenLabsForm("pcm_16000")).toEqual({ format: "pcm", rateHz: 16_000 });
  expect(elevenLabsForm("wav_48000")).toEqual({ format: "wav", rateHz: 48_000 });
  expect(elevenLabsForm("ulaw_8000")).toEqual({ format: "ulaw", rateHz: 8000 });
  expect(elevenLabsForm("alaw_8000")).toEqual({ format: "alaw", rateHz: 8000 });
  expect(elevenLabsForm("mp3_22050_32")).toEqual({
    format: "mp3",
    rateHz: 22_050,
    bitrateKbps: 32,
  });
  expect(elevenLabsForm("mp3_24000_48")).toEqual({
    format: "mp3",
    rateHz: 24_000,
    bitrateKbps: 48,
  });
  expect(elevenLabsForm("opus_48000_96")).toEqual({
    format: "opus",
    rateHz: 48_000,
    bitrateKbps: 96,
  });
});

test("without a name, and without a bit rate, the form is MP3 at 44.1 kHz and 128 kb/s", () => {
  const usual = { format: "mp3", rateHz: 44_100, bitrateKbps: 128 } as const;
  expect(elevenLabsForm(undefined)).toEqual(usual);
  expect(elevenLabsForm("mp3_44100")).toEqual(usual);
  expect(elevenLabsForm("mp3_44100_128")).toEqual(usual);
});

test("an unknown name is refused with all names", () => {
  for (const name of ["pcm_11025", "ulaw_16000", "mp3_44100_320", "opus", "", "PCM_16000"]) {
    expect(() => elevenLabsForm(name)).toThrow(
      /^Expected `output_format` to be one of mp3_22050_32, .*mp3_44100, pcm_8000, .*opus_48000_192, got "/,
    );
  }
});

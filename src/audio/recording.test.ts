import { expect, test } from "bun:test";
import { random } from "../../fixtures/random.ts";
import { SpeechError } from "../errors.ts";
import { wholeFile } from "./encode/encode.ts";
import { type AudioFormat, formOf } from "./encode/form.ts";
import { readSound, type SoundFormat, soundFormat } from "./recording.ts";

const LIMITS = { toHz: 16_000, minS: 0.5, maxS: 3 };

async function file(format: AudioFormat, seconds: number): Promise<Uint8Array> {
  const tone = Float32Array.from(
    { length: 24_000 * seconds },
    (_, index) => 0.5 * Math.sin((2 * Math.PI * 440 * index) / 24_000),
  );
  async function* chunks(): AsyncGenerator<Float32Array> {
    yield tone;
  }
  return wholeFile(chunks(), formOf(format));
}

/** 0.6 s; src/audio/decode/vorbis/vorbis.test.ts says how it was made. */
function vorbis(): Promise<Uint8Array> {
  return Bun.file(new URL("../../fixtures/stereo.ogg", import.meta.url)).bytes();
}

/** The same file with six copies of its page of audio, none of them marked as the last. */
async function longVorbis(): Promise<Uint8Array> {
  const whole = await vorbis();
  const sound = whole.slice(3645);
  sound[5] = 0;
  const pages = Array.from({ length: 6 }, () => sound);
  return new Uint8Array(Buffer.concat([whole.subarray(0, 3645), ...pages]));
}

/** Upward zero crossings per second. */
function pitchHz(samples: Float32Array): number {
  const rises = samples.filter((sample, index) => sample >= 0 && samples[index - 1]! < 0).length;
  return (rises * 16_000) / samples.length;
}

test("the format is recognised by the first bytes", async () => {
  for (const format of ["wav", "mp3", "flac", "opus"] as const)
    expect(soundFormat(await file(format, 1))).toBe(format === "opus" ? "ogg" : format);
  expect(soundFormat(await vorbis())).toBe("ogg");
  expect(soundFormat(new TextEncoder().encode("ID3\u0004 and so on"))).toBe("mp3");
  for (const other of [
    "",
    "\0\0\0 ftypM4A ",
    "<html>",
    "RIFF1234AVI ",
    `OggS${"\0".repeat(24)}\u0080theora`,
  ])
    expect(soundFormat(new TextEncoder().encode(other))).toBeNull();
});

test("each format becomes mono at the given rate, with its length and pitch", async () => {
  for (const format of ["wav", "mp3", "flac", "opus"] as const) {
    const samples = await readSound(
      await file(format, 2),
      format === "opus" ? "ogg" : format,
      LIMITS,
    );
    // The last frame of MP3 and Opus may be longer than the sound.
    const exact = format === "wav" || format === "flac";
    expect(Math.abs(samples.length - 32_000)).toBeLessThan(exact ? 1 : 2500);
    expect(Math.abs(pitchHz(samples) - 440)).toBeLessThan(exact ? 2 : 40);
  }
});

test("the gain of an Opus header is applied", async () => {
  const bytes = await file("opus", 1);
  const loudness = async (gainDb: number): Promise<number> => {
    // The header's packet lies behind its page's 28 bytes, the gain at its byte 16, in 1/256 dB.
    new DataView(bytes.buffer, bytes.byteOffset).setInt16(28 + 16, gainDb * 256, true);
    const samples = await readSound(bytes, "ogg", LIMITS);
    return Math.sqrt(samples.reduce((sum, sample) => sum + sample ** 2, 0) / samples.length);
  };
  const plain = await loudness(0);
  expect(20 * Math.log10((await loudness(-12)) / plain)).toBeCloseTo(-12, 1);
  expect(20 * Math.log10((await loudness(6)) / plain)).toBeCloseTo(6, 1);
});

test("a recording that is too short, too long, truncated or empty is refused with the reason", async () => {
  const cases: [Uint8Array, SoundFormat, RegExp][] = [
    [await file("wav", 0.1), "wav", /0\.5 to 3 s/],
    [await file("wav", 4), "wav", /the duration is 4\.0 s/],
    [await file("mp3", 4), "mp3", /0\.5 to 3 s/],
    [await file("flac", 4), "flac", /0\.5 to 3 s/],
    [await file("opus", 4), "ogg", /0\.5 to 3 s/],
    [await longVorbis(), "ogg", /0\.5 to 3 s/],
    [(await file("flac", 1)).slice(0, 2000), "flac", /truncated/],
    [(await file("opus", 1)).slice(0, 2000), "ogg", /truncated|invalid/],
    [(await vorbis()).slice(0, 5000), "ogg", /truncated|invalid/],
    [(await vorbis()).slice(0, 100), "ogg", /truncated|invalid/],
    [(await file("wav", 1)).slice(0, 30), "wav", /WAV/],
    [new TextEncoder().encode("ID3"), "mp3", /no audio|invalid/],
  ];
  // Awaited outside of `rejects`, where Bun polls a Worker's messages only now and then.
  for (const [bytes, format, message] of cases)
    expect(await readSound(bytes, format, LIMITS).catch(String)).toMatch(message);
});

test("an unsupported rate is refused", async () => {
  const bytes = await file("wav", 1);
  for (const rate of [1, 44_101, 4_000_000_000]) {
    new DataView(bytes.buffer, bytes.byteOffset).setUint32(24, rate, true);
    await expect(readSound(bytes, "wav", LIMITS)).rejects.toThrow(
      `unsupported sample rate ${rate} Hz`,
    );
  }
});

test("a corrupted file is read or refused as invalid_input", async () => {
  const wrong = random(8);
  for (const format of ["wav", "mp3", "flac", "opus", "vorbis"] as const) {
    const whole = format === "vorbis" ? await vorbis() : await file(format, 0.6);
    // Each file of Vorbis starts a Worker.
    const rounds = format === "vorbis" ? 20 : 60;
    for (let round = 0; round < rounds; round += 1) {
      const bytes = whole.slice(0, round % 3 === 0 ? wrong(whole.length) : whole.length);
      for (let flips = 0; flips < 1 + (round % 5); flips += 1)
        bytes[round % 2 === 0 ? wrong(100) : wrong(bytes.length)] = wrong(256);
      const kind = soundFormat(bytes);
      if (kind === null) continue;
      const outcome = await readSound(bytes, kind, LIMITS).catch((error: unknown) => error);
      if (outcome instanceof Float32Array) continue;
      expect(outcome).toBeInstanceOf(SpeechError);
      expect((outcome as SpeechError).code).toBe("invalid_input");
    }
  }
}, 20_000);

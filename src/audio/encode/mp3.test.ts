import { expect, test } from "bun:test";
import { inChunks, voiceLike } from "../../../fixtures/sound.ts";
import { decodeMp3 } from "../decode/mp3.ts";
import { encode, openEncoder, wholeFile } from "./encode.ts";
import { formOf, type OutputForm, streamDelayS } from "./form.ts";
import { readFrameHeader } from "./xing.ts";

const SOUND = voiceLike(50_000);

async function encodeMp3(form: OutputForm = formOf("mp3")): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(encode(inChunks(SOUND, 1000), form)));
}

/** Count, samples and offsets of the frames; throws at an invalid header. */
function frames(
  mp3: Uint8Array,
  { rateHz, bitrateKbps = 64 }: OutputForm = formOf("mp3"),
): { count: number; samples: number; at: number[] } {
  const at: number[] = [];
  let samples = 0;
  for (let position = 0; position < mp3.length;) {
    const header = readFrameHeader(mp3, position);
    expect(header.sampleRateHz).toBe(rateHz);
    expect(header.kbps).toBe(bitrateKbps);
    at.push(position);
    samples += header.samples;
    position += header.bytes;
  }
  return { count: at.length, samples, at };
}

test("a streamed MP3 has only frames of one bitrate", async () => {
  const mp3 = await encodeMp3();
  const { samples } = frames(mp3);
  // Encoder delay 576 and decoder delay 529 at the start, less than two frames at the end.
  expect(samples).toBeGreaterThanOrEqual(SOUND.length + 576 + 529);
  expect(samples).toBeLessThan(SOUND.length + 576 + 529 + 2 * 576);
  expect(mp3.includes("Info") || mp3.includes("Xing")).toBe(false);
});

test("an MP3 file starts with an Info frame with frames, bytes, delay and padding", async () => {
  const stream = await encodeMp3();
  const mp3 = Buffer.from(await wholeFile(inChunks(SOUND, 1000), formOf("mp3")));
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

const FORMS: readonly OutputForm[] = [
  { format: "mp3", rateHz: 22_050, bitrateKbps: 32 },
  { format: "mp3", rateHz: 24_000, bitrateKbps: 48 },
  { format: "mp3", rateHz: 44_100, bitrateKbps: 32 },
  { format: "mp3", rateHz: 44_100, bitrateKbps: 64 },
  { format: "mp3", rateHz: 44_100, bitrateKbps: 96 },
  { format: "mp3", rateHz: 44_100, bitrateKbps: 128 },
  { format: "mp3", rateHz: 44_100, bitrateKbps: 192 },
];

test("every frame of a stream has the rate and the bit rate that were asked for, and decodes to the sound", async () => {
  for (const form of FORMS) {
    const mp3 = await encodeMp3(form);
    const { samples } = frames(mp3, form);
    const length = Math.round((SOUND.length * form.rateHz) / 24_000);
    expect(samples).toBeGreaterThanOrEqual(length + 576 + 529);
    expect(samples).toBeLessThan(length + 576 + 529 + 3 * 1152);
    let [decoded, energy] = [0, 0];
    for await (const part of decodeMp3(mp3)) {
      expect(part.sampleRateHz).toBe(form.rateHz);
      decoded += part.samples.length;
      energy += part.samples.reduce((sum, sample) => sum + sample ** 2, 0);
    }
    expect(decoded).toBeGreaterThanOrEqual(length);
    const original = SOUND.reduce((sum, sample) => sum + sample ** 2, 0) * (form.rateHz / 24_000);
    // The lowest bit rates leave out the high frequencies.
    expect(energy / original).toBeGreaterThan(0.8);
    expect(energy / original).toBeLessThan(1.1);
  }
});

test("a decoded stream is later than the audio by its delay", async () => {
  const at = 24_000;
  const click = new Float32Array(48_000);
  click.fill(0.9, at, at + 24);
  for (const form of FORMS) {
    const mp3 = Buffer.concat(await Array.fromAsync(encode(inChunks(click, 1000), form)));
    const parts = await Array.fromAsync(decodeMp3(mp3));
    const levels = parts.flatMap(({ samples }) => [...samples].map(Math.abs));
    const loudestS = levels.indexOf(Math.max(...levels)) / form.rateHz;
    expect(Math.abs(loudestS - at / 24_000 - streamDelayS(form))).toBeLessThan(0.002);
  }
});

test("a file whose frames are too small for an Info frame is the stream", async () => {
  for (const form of FORMS) {
    const file = Buffer.from(await wholeFile(inChunks(SOUND, 1000), form));
    frames(file, form);
    if (file.includes("Info")) continue;
    expect(file.equals(await encodeMp3(form))).toBe(true);
  }
});

test("a bit rate that MP3 lacks is refused with the supported ones", async () => {
  expect(encodeMp3({ format: "mp3", rateHz: 24_000, bitrateKbps: 50 })).rejects.toThrow(
    "MP3 does not support 50 kb/s at 24000 Hz; supported: 32, 40, 48",
  );
});

test("encoders are independent of others that are opened, used and closed at any point", async () => {
  const alone = await Promise.all(FORMS.map((form) => encodeMp3(form)));
  const encoders = await Promise.all(FORMS.map(openEncoder));
  const parts: Uint8Array[][] = FORMS.map(() => []);
  // More than share one instance of LAME.
  const others = await Promise.all(Array.from({ length: 40 }, () => openEncoder(formOf("mp3"))));
  for (let at = 0; at < SOUND.length; at += 5000) {
    encoders.forEach((encoder, index) =>
      parts[index]!.push(encoder.push(SOUND.subarray(at, at + 5000))),
    );
    for (const other of others.splice(0, 4)) {
      other.push(SOUND.subarray(0, at / 10));
      other.close();
      others.push(await openEncoder(formOf("mp3")));
    }
  }
  encoders.forEach((encoder, index) => {
    expect(Buffer.concat([...parts[index]!, encoder.end()]).equals(alone[index]!)).toBe(true);
  });
  for (const encoder of [...encoders, ...others]) encoder.close();
});

test("a closed encoder is refused samples", async () => {
  const encoder = await openEncoder(formOf("mp3"));
  encoder.close();
  expect(() => encoder.push(SOUND)).toThrow("the MP3 encoder is closed");
});

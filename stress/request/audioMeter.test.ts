import { expect, test } from "bun:test";
import { tone } from "../server.fake.ts";
import { createAudioMeter } from "./audioMeter.ts";

const format = { rateHz: 24_000, channels: 1, bits: 16, encoding: "int" } as const;

test("without a chunk all fields are null or empty", () => {
  const meter = createAudioMeter();
  expect(meter.isEmpty).toBe(true);
  expect(meter.fields()).toEqual({
    firstAudioMs: null,
    audibleMs: null,
    chunks: [],
    audioS: null,
    codec: null,
  });
});

test("arrival and length of each chunk are rounded to the microsecond", () => {
  const meter = createAudioMeter();
  meter.take({ audioMs: 20.00049, codec: "mp3", spans: [], coded: [] }, 10.12345);
  expect(meter.isEmpty).toBe(false);
  expect(meter.fields()).toMatchObject({ chunks: [[10.123, 20]], audioS: 0.02 });
  meter.take({ audioMs: 40, codec: "mp3", spans: [], coded: [] }, 30);
  expect(meter.fields()).toEqual({
    firstAudioMs: 10.123,
    audibleMs: null,
    chunks: [
      [10.123, 20],
      [30, 40],
    ],
    audioS: 0.06,
    codec: "mp3",
  });
});

test("audibleMs is the arrival of the chunk that contains the first audible sample", () => {
  const meter = createAudioMeter();
  const silence = { format, bytes: Buffer.alloc(4800) };
  const speech = { format, bytes: tone(100) };
  meter.take({ audioMs: 100, codec: "pcm", spans: [silence], coded: [] }, 10);
  expect(meter.fields().audibleMs).toBeNull();
  meter.take({ audioMs: 200, codec: "pcm", spans: [silence, speech], coded: [] }, 20.00049);
  expect(meter.fields()).toMatchObject({ firstAudioMs: 10, audibleMs: 20, audioS: 0.3 });
});

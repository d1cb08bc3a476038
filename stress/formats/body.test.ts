import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { tone, wavTone } from "../server.fake.ts";
import { createBodyReader } from "./body.ts";
import { asFailure } from "../http/failure.ts";
import { mediaType } from "./mediaType.ts";

function lengthMs(format: string, contentType: string, body: Uint8Array): number {
  const reader = createBodyReader(format, contentType);
  return [...reader.push(body), ...reader.end()].reduce((sum, { audioMs }) => sum + audioMs, 0);
}

test("raw PCM defaults to 24 kHz, 16 bit and mono, and its Content-Type overrides these values", () => {
  expect(lengthMs("pcm", "application/octet-stream", tone(100))).toBeCloseTo(100, 6);
  expect(lengthMs("pcm", "audio/pcm;rate=48000", tone(100))).toBeCloseTo(50, 6);
  expect(lengthMs("wav", "audio/L16; rate=12000; channels=2", tone(100))).toBeCloseTo(100, 6);
});

test("G.711 is counted by its bytes, at 8 kHz unless its Content-Type names another rate", () => {
  const second = new Uint8Array(8000).fill(0xff);
  expect(lengthMs("ulaw", "", second)).toBeCloseTo(1000, 6);
  expect(lengthMs("alaw", "application/octet-stream", second)).toBeCloseTo(1000, 6);
  for (const type of ["audio/PCMU", "audio/PCMA", "audio/basic", "audio/x-mulaw", "audio/alaw"])
    expect(lengthMs("", `${type};rate=16000`, second)).toBeCloseTo(500, 6);
});

test("a WAV header takes precedence over a Content-Type of raw samples", () => {
  expect(lengthMs("pcm", "audio/pcm;rate=8000", wavTone(100))).toBeCloseTo(100, 6);
});

test.each([
  ["audio/pcm;rate=16000", 150],
  ["audio/pcm; sample_rate=16000", 150],
  ['audio/L16;sample-rate="48000"', 50],
  [mediaType({ "content-type": "audio/pcm", "x-sample-rate": "48000" }), 50],
  [mediaType({ "content-type": "audio/pcm;rate=16000", "x-sample-rate": "48000" }), 150],
  [mediaType({ "x-sample-rate": "48000", "x-channels": "2" }), 25],
])("raw PCM of 4,800 bytes as %s lasts %d ms", (type, ms) => {
  expect(lengthMs("pcm", type, tone(100))).toBeCloseTo(ms, 6);
});

const mp3 = readFileSync(join(import.meta.dir, "../../fixtures/tone.mp3"));
const aac = readFileSync(join(import.meta.dir, "../../fixtures/tone.aac"));
const ID3_BYTES = 45;
const webm = Buffer.concat([Buffer.from([0x1a, 0x45, 0xdf, 0xa3]), tone(100)]);

test.each([
  ["pcm", "audio/mpeg", tone(100), "mp3, audio/mpeg"],
  ["pcm", "audio/basic", tone(100), "µ-law, audio/basic"],
  ["pcm", "audio/webm;codecs=opus", tone(100), "audio/webm;codecs=opus"],
  ["pcm", "application/json", Buffer.from('{"audio":"AAAA"}'), "application/json"],
  ["pcm", "", Buffer.from('{"audio":"AAAA"}'), "text, a body without Content-Type"],
  ["pcm", "application/octet-stream", mp3, "mp3, application/octet-stream"],
  ["pcm", "", mp3.subarray(ID3_BYTES), "mp3, a body without Content-Type"],
  ["pcm", "", aac, "aac, a body without Content-Type"],
  ["pcm", "", webm, "webm, a body without Content-Type"],
  ["wav", "audio/mpeg", mp3, "mp3, audio/mpeg"],
  ["mp3", "audio/wav", wavTone(100), "wav, audio/wav"],
  ["mp3", "audio/mpeg", wavTone(100), "wav, audio/mpeg"],
  ["opus", "video/mp4", tone(100), "video/mp4"],
  ["ulaw", "audio/PCMA", tone(100), "A-law, audio/PCMA"],
])("a request for %s that is answered as %j is not audio", (format, type, body, name) => {
  expect(() => lengthMs(format, type, body)).toThrow(`audio (${format}), got ${name}`);
});

test("raw samples that start like one mp3 frame are raw samples", () => {
  const samples = tone(200);
  samples.set(mp3.subarray(ID3_BYTES, ID3_BYTES + 4));
  expect(lengthMs("pcm", "", samples)).toBeCloseTo(200, 6);
});

test("a body that is shorter than its own header declares is truncated", () => {
  const cut = (format: string, body: Uint8Array) => {
    try {
      return lengthMs(format, "", body);
    } catch (error) {
      return asFailure(error).kind;
    }
  };
  expect(cut("wav", wavTone(1000).subarray(0, 20_000))).toBe("truncated");
  expect(cut("mp3", mp3.subarray(0, mp3.length - 192))).toBe("truncated");
  expect(cut("wav", wavTone(500, { declared: 0x7fffffff }))).toBeCloseTo(500, 6);
});

test("text instead of audio is refused with an error that quotes the text", () => {
  expect(() => lengthMs("pcm", "text/html", Buffer.from("<html>sorry"))).toThrow(
    'Expected `response body` to be audio (pcm), got text/html that starts with "<html>sorry"',
  );
});

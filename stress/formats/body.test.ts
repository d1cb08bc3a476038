import { expect, test } from "bun:test";
import { tone, wavTone } from "../server.fake.ts";
import { createBodyReader } from "./body.ts";

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
    expect(lengthMs("wav", `${type};rate=16000`, second)).toBeCloseTo(500, 6);
});

test("a signature takes precedence over the Content-Type", () => {
  expect(lengthMs("pcm", "audio/pcm;rate=8000", wavTone(100))).toBeCloseTo(100, 6);
});

test("text instead of audio is refused with an error that quotes the text", () => {
  expect(() => lengthMs("pcm", "text/html", Buffer.from("<html>sorry"))).toThrow(
    'Expected `response body` to be audio (pcm), got text/html that starts with "<html>sorry"',
  );
});

import { expect, test } from "bun:test";
import { tone, wavTone } from "../server.fake.ts";
import { createBodyReader } from "./body.ts";

function lengthMs(format: string, contentType: string, body: Uint8Array): number {
  const reader = createBodyReader(format, contentType);
  return [...reader.push(body), ...reader.end()].reduce((sum, { audioMs }) => sum + audioMs, 0);
}

test("raw PCM is 24 kHz, 16 bit, mono, unless its Content-Type says otherwise", () => {
  expect(lengthMs("pcm", "application/octet-stream", tone(100))).toBeCloseTo(100, 6);
  expect(lengthMs("pcm", "audio/pcm;rate=48000", tone(100))).toBeCloseTo(50, 6);
  expect(lengthMs("wav", "audio/L16; rate=12000; channels=2", tone(100))).toBeCloseTo(100, 6);
});

test("a body's first bytes beat its Content-Type", () => {
  expect(lengthMs("pcm", "audio/pcm;rate=8000", wavTone(100))).toBeCloseTo(100, 6);
});

test("text instead of audio is bad audio that quotes it", () => {
  expect(() => lengthMs("pcm", "text/html", Buffer.from("<html>sorry"))).toThrow("<html>sorry");
});

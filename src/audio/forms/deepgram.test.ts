import { expect, test } from "bun:test";
import { deepgramForm, deepgramSocketForm } from "./deepgram.ts";

test("the socket's default is linear16 at 24 kHz, for G.711 8 kHz", () => {
  expect(deepgramSocketForm({})).toEqual({ format: "pcm", rateHz: 24_000 });
  expect(deepgramSocketForm({ encoding: "mulaw" })).toEqual({ format: "ulaw", rateHz: 8000 });
  const query = { encoding: "alaw", sample_rate: "16000", container: "wav", bit_rate: "x" };
  expect(deepgramSocketForm(query)).toEqual({ format: "alaw", rateHz: 16_000 });
});

test("the socket takes each listed rate of linear16", () => {
  for (const rateHz of [8000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000]) {
    const form = deepgramSocketForm({ encoding: "linear16", sample_rate: String(rateHz) });
    expect(form).toEqual({ format: "pcm", rateHz });
  }
});

test("HTTP answers in MP3, and in WAV for linear16 unless no container is asked", () => {
  expect(deepgramForm({})).toEqual({ format: "mp3", rateHz: 22_050, bitrateKbps: 48 });
  expect(deepgramForm({ encoding: "linear16" })).toEqual({ format: "wav", rateHz: 24_000 });
  expect(deepgramForm({ encoding: "linear16", container: "none", sample_rate: "8000" })).toEqual({
    format: "pcm",
    rateHz: 8000,
  });
  expect(deepgramForm({ encoding: "mulaw" })).toEqual({ format: "ulaw", rateHz: 8000 });
  expect(deepgramForm({ encoding: "alaw", container: "wav" })).toEqual({
    format: "alaw",
    rateHz: 8000,
    container: "wav",
  });
});

test("a bit rate is given in bits a second", () => {
  const opus = { encoding: "opus", container: "ogg", bit_rate: "4500" };
  expect(deepgramForm(opus)).toEqual({ format: "opus", rateHz: 48_000, bitrateKbps: 4.5 });
  const mp3 = { encoding: "mp3", bit_rate: "32000" };
  expect(deepgramForm(mp3)).toEqual({ format: "mp3", rateHz: 22_050, bitrateKbps: 32 });
  const aac = { encoding: "aac", bit_rate: "192000" };
  expect(deepgramForm(aac)).toEqual({ format: "aac", rateHz: 22_050, bitrateKbps: 192 });
  expect(deepgramForm({ encoding: "flac", bit_rate: "1" })).toEqual({
    format: "flac",
    rateHz: 24_000,
  });
});

test("a wrong value is refused with the possible ones", () => {
  const messages = [
    [
      { encoding: "linear32" },
      "`encoding` to be one of mp3, linear16, mulaw, alaw, opus, flac, aac, got",
    ],
    [{ encoding: "mulaw", sample_rate: "24000" }, "`sample_rate` to be one of 8000, 16000, got"],
    [{ encoding: "linear16", container: "ogg" }, "`container` to be one of wav, none, got"],
    [{ bit_rate: "33000" }, "`bit_rate` to be one of 32000, 40000, 48000"],
    [{ encoding: "opus", bit_rate: "3999" }, "`bit_rate` to be a whole number from 4000 to 650000"],
    [
      { encoding: "aac", bit_rate: "fast" },
      '`bit_rate` to be a whole number from 4000 to 192000, got "fast"',
    ],
  ] as const;
  for (const [query, message] of messages) expect(() => deepgramForm(query)).toThrow(message);
  expect(() => deepgramSocketForm({ encoding: "mp3" })).toThrow(
    "`encoding` to be one of linear16, mulaw, alaw, got",
  );
});

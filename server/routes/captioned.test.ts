import { afterAll, expect, test } from "bun:test";
import { z } from "zod";
import { openFlite } from "../../src/engines/flite/flite.ts";
import { buildWith, PATH, speech } from "../app.fake.ts";

const engine = await openFlite({ workers: 1 });
afterAll(() => engine.close());
const { app } = buildWith([engine], {});

const INPUT = 'Well, \u{1f600} "good" *day*! It costs $12.90 now.';
/** Kokoro's words: those of the input between blanks. */
const WORDS = ["Well, \u{1f600}", '"good"', "*day*!", "It", "costs", "$12.90", "now."];
const KOKORO = "/dev/captioned_speech";

const captioned = z.object({
  audio: z.string(),
  audio_format: z.string(),
  timestamps: z.array(z.object({ word: z.string(), start_time: z.number(), end_time: z.number() })),
});

async function linesOf(path: string, body: Readonly<Record<string, unknown>>) {
  const response = await app.request(path, speech({ input: INPUT, ...body }));
  expect(response.status).toBe(200);
  const lines = (await response.text()).trimEnd().split("\n");
  return lines.map((line) => captioned.parse(JSON.parse(line)));
}

const audioOf = (lines: readonly { readonly audio: string }[]): Buffer =>
  Buffer.concat(lines.map(({ audio }) => Buffer.from(audio, "base64")));

test("Kokoro's captioned speech has the words of the input with their times, complete and streamed", async () => {
  const format = { response_format: "pcm" };
  const [whole] = await linesOf(KOKORO, { ...format, stream: false });
  const lines = await linesOf("/v1/audio/captioned_speech", format);
  expect(whole?.timestamps.map(({ word }) => word)).toEqual(WORDS);
  expect(lines.flatMap(({ timestamps }) => timestamps)).toEqual(whole!.timestamps);
  expect(lines.length).toBeGreaterThan(3);
  expect(audioOf(lines)).toEqual(audioOf([whole!]));
  expect(whole?.timestamps.at(-1)?.end_time).toBeWithin(1, audioOf(lines).length / 48_000);
  expect(whole?.audio_format).toBe("audio/pcm;rate=24000;channels=1");
});

test("captioned speech is mp3 by default, and its times can be left out", async () => {
  const lines = await linesOf(KOKORO, { return_timestamps: false });
  expect(new Set(lines.map(({ audio_format }) => audio_format))).toEqual(new Set(["audio/mpeg"]));
  expect(lines.flatMap(({ timestamps }) => timestamps)).toEqual([]);
});

test("`response_format` srt and vtt answer captions that end with the audio", async () => {
  const pcm = await (
    await app.request(PATH, speech({ input: INPUT, response_format: "pcm" }))
  ).bytes();
  const endMs = Math.round(pcm.length / 48);
  const { time, text } = { time: /(\d\d):(\d\d)[.,](\d{3})$/, text: /^[^\d\n:][^:\n]*$/ };
  for (const [response_format, type] of [
    ["srt", "application/x-subrip"],
    ["vtt", "text/vtt"],
  ] as const) {
    const response = await app.request(PATH, speech({ input: INPUT, response_format }));
    expect(response.headers.get("content-type")).toStartWith(type);
    const lines = (await response.text()).replace(/^WEBVTT\n\n/, "").split("\n");
    expect(lines.filter((line) => text.test(line)).join(" ")).toBe(INPUT);
    const [, minutes, seconds, ms] = lines.map((line) => time.exec(line)).findLast(Boolean) ?? [];
    expect(Number(minutes) * 60_000 + Number(seconds) * 1000 + Number(ms)).toBe(endMs);
  }
});

test("captions are no events and have no sample rate", async () => {
  for (const more of [{ stream_format: "sse" }, { sample_rate: 8000 }]) {
    const response = await app.request(
      PATH,
      speech({ input: INPUT, response_format: "srt", ...more }),
    );
    expect([response.status, await response.text()]).toEqual([
      400,
      expect.stringContaining(Object.keys(more)[0]!),
    ]);
  }
});

test("`timestamps` adds word events, each not after the audio in which the word begins", async () => {
  const ask = { input: INPUT, response_format: "pcm", stream_format: "sse", timestamps: true };
  const response = await app.request(PATH, speech(ask));
  const events = (await response.text())
    .split("\n")
    .filter((line) => line.startsWith("data: "))
    .map((line) => JSON.parse(line.slice(6)));
  let untilS = 0;
  const words: string[] = [];
  for (const { type, audio, word, start, from, to } of events) {
    if (type === "speech.audio.delta") untilS += Buffer.from(audio, "base64").length / 48_000;
    if (type !== "speech.audio.word") continue;
    expect(start).toBeGreaterThanOrEqual(untilS - 0.001);
    expect(Array.from(INPUT).slice(from, to).join("")).toBe(word);
    words.push(word);
  }
  expect(words).toEqual(["Well", "good", "day", "It", "costs", "$12.90", "now"]);
});

import { expect, test } from "bun:test";
import type { Cue } from "./cues.ts";
import { subtitles } from "./subtitles.ts";

const CUES: readonly Cue[] = [
  { lines: ["Hello,", "A & B <b>"], fromS: 0.0996, toS: 1.5 },
  { lines: ["Bye."], fromS: 59.9996, toS: 3661.25 },
];

test("SubRip has numbers and commas", () => {
  expect(subtitles(CUES, "srt")).toBe(
    "1\n00:00:00,100 --> 00:00:01,500\nHello,\nA & B <b>\n\n" +
      "2\n00:01:00,000 --> 01:01:01,250\nBye.\n",
  );
});

test("WebVTT has a header, and its text is escaped", () => {
  expect(subtitles(CUES, "vtt")).toBe(
    "WEBVTT\n\n00:00:00.100 --> 00:00:01.500\nHello,\nA &amp; B &lt;b&gt;\n\n" +
      "00:01:00.000 --> 01:01:01.250\nBye.\n",
  );
});

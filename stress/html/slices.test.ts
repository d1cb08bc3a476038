import { expect, test } from "bun:test";
import type { Row } from "./gather.ts";
import { lengthSlices, voiceSlices } from "./slices.ts";

const row = (chars: number, voice: string, latencyMs: number | null): Row => ({
  seq: 0,
  voice,
  chars,
  dueS: 0,
  latencyMs,
  ttfaMs: null,
  soundMs: null,
  endS: 0,
  firstS: null,
  failed: latencyMs === null,
});

test("lengthSlices() - returns four groups of about equal size, named by their text lengths", () => {
  const rows = [10, 12, 40, 41, 80, 85, 200, 201].map((chars) => row(chars, "a", chars));
  expect(lengthSlices(rows, "nearest")).toMatchObject([
    { name: "10–12 characters", requests: 2, latencyMs: [10, 12], ttfaMs: null },
    { name: "40–41 characters", requests: 2 },
    { name: "80–85 characters", requests: 2 },
    { name: "200–201 characters", requests: 2 },
  ]);
});

test("lengthSlices() - puts texts of equal length in one group", () => {
  const rows = [row(90, "a", 5), row(90, "a", null)];
  expect(lengthSlices(rows, "type7")).toMatchObject([
    { name: "90 characters", requests: 2, failed: 1, latencyMs: [5, 5] },
  ]);
  expect(lengthSlices([], "type7")).toEqual([]);
});

test("voiceSlices() - returns the twenty most frequent voices, the most frequent first", () => {
  const rows = Array.from({ length: 30 }, (_, voice) =>
    Array.from({ length: voice + 1 }, () => row(1, `v${voice}`, voice)),
  ).flat();
  const slices = voiceSlices(rows, "type7");
  expect(slices).toHaveLength(20);
  expect(slices[0]).toMatchObject({ name: "v29", requests: 30, failed: 0, latencyMs: [29, 29] });
});

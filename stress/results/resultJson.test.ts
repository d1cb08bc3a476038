import { expect, test } from "bun:test";
import { outcomeOf, runOf } from "../figures/outcome.fake.ts";
import { summarizeLevel } from "../figures/summary.ts";
import { resultLevel } from "./resultJson.ts";

test("resultLevel() - counts a missing chunk as missing, not as 0 ms", () => {
  const record = (chunks: [number, number][]) =>
    outcomeOf({ firstAudioMs: chunks[0]?.[0] ?? null, endMs: 500, audioS: 1, chunks });
  const outcomes = [
    record([[100, 20]]),
    record([
      [100, 20],
      [150, 20],
      [250, 20],
      [400, 20],
      [401, 20],
    ]),
  ];
  const run = runOf(outcomes, { streamed: true });
  const result = resultLevel(run, summarizeLevel(run, "type7"));
  expect(result?.forth_chunk_missing_count).toBe(3);
  expect(result?.forth_chunk_latency_ms_percentiles).toEqual({
    "50": 400,
    "90": 400,
    "95": 400,
    "99": 400,
  });
  expect(result?.avg_chunk_latency_ms_percentiles?.["50"]).toBe(301 / 4);
  const file = { ...run, streamed: false };
  const unstreamed = resultLevel(file, summarizeLevel(file, "type7"));
  expect(unstreamed).toMatchObject({
    forth_chunk_missing_count: 0,
    first_chunk_latency_ms_percentiles: null,
    avg_chunk_latency_ms_percentiles: null,
  });
});

test("resultLevel() - sums and averages the tokens of the answers that report tokens", () => {
  const counted = (prompt: number, completion: number) =>
    outcomeOf({ endMs: 1, usage: { prompt, completion, total: prompt + completion } });
  const run = runOf([counted(10, 100), counted(20, 400), outcomeOf({ endMs: 1 })]);
  expect(resultLevel(run, summarizeLevel(run, "type7"))?.token_stats).toEqual({
    total_prompt_tokens: 30,
    total_completion_tokens: 500,
    total_tokens: 530,
    avg_prompt_tokens: 15,
    avg_completion_tokens: 250,
    avg_total_tokens: 265,
  });
});

test("resultLevel() - returns null for a level without a success", () => {
  const run = runOf([outcomeOf({ error: "http_5xx" })]);
  expect(resultLevel(run, summarizeLevel(run, "type7"))).toBeNull();
});

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { percentile } from "../../src/stats/percentiles.ts";
import type { Outcome } from "../figures/outcome.ts";
import { rounded } from "../records/record.ts";
import type { LevelRun, LevelSummary } from "../figures/summary.ts";
import { latencyStartMs } from "../figures/outcome.ts";

const QUANTILES = ["50", "90", "95", "99"] as const;
/** Milliseconds by percentile. */
export type Percentiles = Readonly<Record<(typeof QUANTILES)[number], number>>;

/** One level of result.json. Existing readers depend on the names and their spelling. */
export interface ResultLevel {
  readonly avg_qps: number;
  readonly e2e_latency_ms_percentiles: Percentiles;
  readonly second_of_audio_generation_latency_ms_percentiles: Percentiles | null;
  readonly first_chunk_latency_ms_percentiles: Percentiles | null;
  readonly forth_chunk_latency_ms_percentiles: Percentiles | null;
  readonly avg_chunk_latency_ms_percentiles: Percentiles | null;
  readonly forth_chunk_missing_count: number;
  readonly token_stats: {
    readonly total_prompt_tokens: number;
    readonly total_completion_tokens: number;
    readonly total_tokens: number;
    readonly avg_prompt_tokens: number;
    readonly avg_completion_tokens: number;
    readonly avg_total_tokens: number;
  } | null;
}

/** Writes result.json, an object that maps each rate to its level. */
export async function writeResult(
  folder: string,
  results: Readonly<Record<string, ResultLevel>>,
): Promise<void> {
  await writeFile(join(folder, "result.json"), JSON.stringify(results));
}

/**
 * Computes one level of result.json. Latencies count from the planned send time (open loop) or from the send;
 * percentiles are of type 7. Returns null for a level without a success, since existing readers cannot parse such a
 * level.
 */
export function resultLevel(run: LevelRun, level: LevelSummary): ResultLevel | null {
  const ok = run.outcomes.filter((outcome) => outcome.error === null);
  const from = (outcome: Outcome, ms: number | null) =>
    ms === null ? null : ms - latencyStartMs(outcome, run.openLoop);
  const e2e = percentiles(ok, (outcome) => from(outcome, outcome.endMs));
  if (e2e === null) return null;
  const chunked = (of: (outcome: Outcome) => number | null) =>
    run.streamed ? percentiles(ok, of) : null;
  return {
    avg_qps: level.achievedQps,
    e2e_latency_ms_percentiles: e2e,
    second_of_audio_generation_latency_ms_percentiles: percentiles(ok, (outcome) =>
      outcome.audioS ? (from(outcome, outcome.endMs) ?? 0) / outcome.audioS : null,
    ),
    first_chunk_latency_ms_percentiles: chunked((outcome) => from(outcome, outcome.firstAudioMs)),
    forth_chunk_latency_ms_percentiles: chunked((outcome) => from(outcome, outcome.fourthChunkMs)),
    avg_chunk_latency_ms_percentiles: chunked(({ meanGapMs }) => meanGapMs),
    forth_chunk_missing_count: run.streamed
      ? ok.reduce((sum, { chunkCount }) => sum + Math.max(0, 4 - chunkCount), 0)
      : 0,
    token_stats: tokenStats(ok),
  };
}

function percentiles(
  ok: readonly Outcome[],
  of: (outcome: Outcome) => number | null,
): Percentiles | null {
  const sorted = Float64Array.from(ok.map(of).filter((value) => value !== null)).sort();
  if (sorted.length === 0) return null;
  const at = (q: number) => rounded(percentile(sorted, q, "type7"));
  return { "50": at(0.5), "90": at(0.9), "95": at(0.95), "99": at(0.99) };
}

function tokenStats(ok: readonly Outcome[]): ResultLevel["token_stats"] {
  const usages = ok.map(({ usage }) => usage).filter((usage) => usage !== undefined);
  if (usages.length === 0) return null;
  const sum = (of: (usage: (typeof usages)[number]) => number) =>
    usages.reduce((total, usage) => total + of(usage), 0);
  const [prompt, completion, total] = [
    sum((usage) => usage.prompt),
    sum((usage) => usage.completion),
    sum((usage) => usage.total),
  ];
  return {
    total_prompt_tokens: prompt,
    total_completion_tokens: completion,
    total_tokens: total,
    avg_prompt_tokens: prompt / usages.length,
    avg_completion_tokens: completion / usages.length,
    avg_total_tokens: total / usages.length,
  };
}

import type { Measured } from "../figures/measured.ts";
import type { Client } from "../clients/client.ts";
import type { Console } from "./console.ts";
import type { SweepOptions } from "../options/options.ts";
import { failureLines } from "./report.ts";
import type { Percentiles, ResultLevel } from "../results/resultJson.ts";
import { countedRequests } from "../figures/summary.ts";
import type { Stats } from "../figures/stats.ts";
import { redactUrlAndQuery } from "../options/redact.ts";
import { boxTable } from "./table.ts";

/** What will run, one setting per line. */
export function saySettings(console: Console, options: SweepOptions, client: Client): void {
  const host = redactUrlAndQuery(options.host);
  const settings = {
    host,
    number_of_samples: options.numberOfSamples,
    min_qps: options.minQps,
    max_qps: options.maxQps,
    qps_step: options.qpsStep,
    burstiness: options.burstiness,
    benchmark_name: options.benchmarkName,
    plot_only: false,
    stream: options.stream,
    text_samples_file: options.textSamplesFile ?? "text_samples_single.json",
    max_tokens: options.maxTokens,
    model_id: options.modelId,
    mode: client.audio ? "tts" : "embedding",
    voice_ids: JSON.stringify(options.voiceIds),
    verbose: options.verbose,
    sample_format: options.sampleFormat,
    random: options.random,
    sample: false,
    timestamp: options.timestamp ?? "none",
    client: client.id,
    seed: options.seed,
  };
  console.say("Load test starts with:");
  for (const [key, value] of Object.entries(settings)) console.say(`  ${key}: ${value}`);
  const { path } = client.call({ text: "", voice: options.voiceIds[0] ?? "" });
  console.say(`Using ${client.audio ? "TTS" : "embedding"} mode with endpoint: ${host}${path}`);
}

/** A line per request in the order in which they ended. */
export function sayRequests(console: Console, { run }: Measured): void {
  for (const outcome of run.outcomes) {
    const { seq, dueMs, sentMs, firstAudioMs, endMs, audioS, error, errorMessage } = outcome;
    const end = error === null ? `audio ${audioS} s` : `${error}: ${errorMessage}`;
    console.say(
      `  #${seq} due ${dueMs} sent ${sentMs} first audio ${firstAudioMs} end ${endMs} ms, ${end}`,
    );
  }
}

/** A level's tables and what they don't tell. `result` is null without one success. */
export function sayLevel(
  console: Console,
  { run, level }: Measured,
  result: ResultLevel | null,
): void {
  console.say(`Completed [${level.ok}] synthesis requests.`);
  console.say(`Load test took [${level.wallS.toFixed(2)}] seconds.`);
  console.say(`Target QPS: ${level.label}, Actual QPS: ${level.achievedQps.toFixed(2)}`);
  if (result === null) console.say("no successful request");
  else sayTables(console, result);
  const counted = countedRequests(level);
  if (counted > 0)
    console.say(`Success rate: ${((100 * level.ok) / counted).toFixed(2)} % of ${counted}`);
  for (const line of failureLines(run.outcomes)) console.say(line);
  console.say(statsLine("Response from the planned instant, ms", level.responseMs));
  console.say(statsLine("Service from the send, ms", level.serviceMs));
  console.say(statsLine("Send lag, ms", level.sendLagMs));
  for (const warning of level.warnings) console.say(`warning: ${warning}`);
}

function sayTables(console: Console, result: ResultLevel): void {
  const table = (title: string, heads: [string, string], values: Percentiles | null) => {
    if (values === null) return;
    console.say(`\n--------${title}--------`);
    console.say(
      boxTable(
        heads,
        Object.entries(values).map(([q, ms]) => [Number(q), ms]),
      ),
    );
  };
  const latencies = (name: string, column: string, values: Percentiles | null) =>
    table(`${name} Latency Percentiles`, ["Percentile", `${column}Latency (ms)`], values);
  latencies("End-to-End", "", result.e2e_latency_ms_percentiles);
  latencies("First Chunk", "First Chunk ", result.first_chunk_latency_ms_percentiles);
  latencies("Fourth Chunk", "Fourth Chunk ", result.forth_chunk_latency_ms_percentiles);
  latencies("Average Chunk", "Avg Chunk ", result.avg_chunk_latency_ms_percentiles);
  table(
    "Average Latency per audio-second",
    ["Percentile", "Latency (ms)"],
    result.second_of_audio_generation_latency_ms_percentiles,
  );
  console.say("\n--------Average QPS--------");
  console.say(`${result.avg_qps} qps`);
  console.say("-----------------------");
}

/** One line of figures with the 95 % interval of p99, or why there is none. */
function statsLine(name: string, stats: Stats | null): string {
  if (stats === null) return `${name}: not measured`;
  const { n, mean, p50, p90, p95, p99, max, p99ci } = stats;
  const interval =
    p99ci === null ? `n=${n} too small for its interval` : `95 % in ${p99ci.join("–")}`;
  return `${name}: mean ${mean}, p50 ${p50}, p90 ${p90}, p95 ${p95}, p99 ${p99} (${interval}), max ${max}`;
}

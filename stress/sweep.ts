import { rateLabel, sweepRates } from "./load/arrivals.ts";
import { type Campaign, runCampaign } from "./run/campaign.ts";
import { type Console, openConsole } from "./show/console.ts";
import type { Client } from "./clients/client.ts";
import type { SweepOptions } from "./options/options.ts";
import { redactUrlAndQuery } from "./redact/fields.ts";
import type { writePlots } from "./plots/plots.ts";
import { ratePlan } from "./load/ratePlan.ts";
import { type ResultLevel, resultLevel, writeResult } from "./results/resultJson.ts";
import { planLine } from "./show/planLine.ts";
import { levelLines, requestLines } from "./show/sweepReport.ts";
import { openClient } from "./clients/openClient.ts";
import { resultFolder } from "./run/session.ts";
import { endpointUrl } from "./http/request.ts";
import { loadTexts } from "./load/texts.ts";

/** A sweep, and the function that plots its results. */
interface Sweep {
  readonly options: SweepOptions;
  readonly draw: typeof writePlots;
}

/**
 * Runs an open-loop sweep over rates; returns the exit code. Rejects for the same reasons as `runCampaign`.
 *
 * @example
 * process.exitCode = await runSweep({ options, draw: writePlots }, interruptSignal());
 */
export async function runSweep({ options, draw }: Sweep, signal: AbortSignal): Promise<number> {
  const { texts, note } = await loadTexts(options.textSamplesFile ?? null, options.sampleFormat);
  const folder = resultFolder(options);
  const console = openConsole(folder, options);
  if (note !== null) console.note(note);
  const client = openClient(options);
  const results: Record<string, ResultLevel> = {};
  saySettings(console, options, client);
  const plans = sweepRates(options).map((qps) =>
    ratePlan({ label: rateLabel(qps), qps, seed: options.seed }, options, texts),
  );
  console.say(planLine(plans, options));
  const campaign: Campaign = {
    kind: "sweep",
    plans,
    warming() {},
    warmed() {},
    begin(plan) {
      const { burstiness } = options;
      console.say(
        `Starting QPS load test for [${plan.label}] req/s with burstiness [${burstiness}]...`,
      );
      console.say(
        `Starting QPS load test with rate: ${plan.label} req/s, burstiness: ${burstiness}`,
      );
    },
    end(measured, plan) {
      const result = resultLevel(measured.run, measured.level);
      if (result !== null) results[plan.label] = result;
      if (options.verbose) console.sayAll(requestLines(measured));
      console.sayAll(levelLines(measured, result));
      return measured.level.saturated && options.stopWhenSaturated ? "stop" : "go";
    },
    async write(folder) {
      await writeResult(folder, results);
      await draw(folder, results);
    },
  };
  const code = await runCampaign({ campaign, options, console }, signal);
  console.say(`Saving results to [${folder}]...`);
  return code;
}

/** Prints the settings of the run, one per line. */
function saySettings(console: Console, options: SweepOptions, client: Client): void {
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
  const endpoint = redactUrlAndQuery(endpointUrl(new URL(options.host), path).href);
  console.say(`Using ${client.audio ? "TTS" : "embedding"} mode with endpoint: ${endpoint}`);
}

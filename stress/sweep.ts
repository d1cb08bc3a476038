import { rateLabel, sweepRates } from "./load/arrivals.ts";
import type { Campaign } from "./run/campaign.ts";
import { runCampaign } from "./run/campaign.ts";
import { openConsole } from "./show/console.ts";
import type { SweepOptions } from "./options/options.ts";
import type { writePlots } from "./plots/plots.ts";
import { ratePlan } from "./load/ratePlan.ts";
import { type ResultLevel, resultLevel, writeResult } from "./results/resultJson.ts";
import { sayLevel, sayRequests, saySettings } from "./show/sweepReport.ts";
import { openClient } from "./clients/openClient.ts";
import { resultFolder } from "./run/session.ts";
import { loadTexts } from "./load/texts.ts";

/** A sweep, and what draws its results. */
interface Sweep {
  readonly options: SweepOptions;
  readonly draw: typeof writePlots;
}

/** Runs an open-loop sweep over rates; the exit code. */
export async function runSweep({ options, draw }: Sweep, signal: AbortSignal): Promise<number> {
  const texts = await loadTexts(options.textSamplesFile ?? null, options.sampleFormat);
  const folder = resultFolder(options);
  const console = openConsole(folder, options);
  const client = openClient(options);
  const results: Record<string, ResultLevel> = {};
  saySettings(console, options, client);
  const campaign: Campaign = {
    kind: "sweep",
    plans: sweepRates(options).map((qps) =>
      ratePlan({ label: rateLabel(qps), qps, seed: options.seed }, options, texts),
    ),
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
      if (options.verbose) sayRequests(console, measured);
      sayLevel(console, measured, result);
      return measured.saturated && options.stopWhenSaturated ? "stop" : "go";
    },
  };
  const code = await runCampaign({ campaign, options, console }, signal);
  await writeResult(folder, results);
  await draw(folder, results);
  console.say(`Saving results to [${folder}]...`);
  return code;
}

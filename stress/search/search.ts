import { rateLabel } from "../load/arrivals.ts";
import { judgeProbe, nextRate, searchResult } from "./bracket.ts";
import { type Campaign, runCampaign } from "../run/campaign.ts";
import type { Measured } from "../figures/measured.ts";
import { openConsole } from "../show/console.ts";
import type { LevelPlan } from "../load/plan.ts";
import type { SearchOptions } from "../options/options.ts";
import { ratePlan } from "../load/ratePlan.ts";
import { conclusion, PROBE_HEAD, probeRow, searchHead } from "./report.ts";
import type { Ending, Probe } from "../results/searchResult.ts";
import { searchExitCode } from "../run/verdict.ts";
import { resultFolder } from "../run/session.ts";
import { tally } from "../figures/slo.ts";
import { loadTexts } from "../load/texts.ts";

/** Looks for the highest rate at which the objectives hold; the exit code. */
export async function runSearch(options: SearchOptions, signal: AbortSignal): Promise<number> {
  const texts = await loadTexts(options.textSamplesFile ?? null, options.sampleFormat);
  const console = openConsole(resultFolder(options), options);
  const { slo, target, repeats, numberOfSamples: samples } = options;
  const rule = { target, repeats, samples };
  const probes: Probe[] = [];
  let running: Measured[] = []; // the repeats of the rate that is being probed
  let ended: Ending | null = null;
  const plans = [repeatPlan(options.minQps, 1, { options, texts })];
  const deadline = AbortSignal.timeout(options.maxDuration);
  /** Why no verdict ended it. */
  const endedEarly = (): Ending =>
    signal.aborted ? "interrupted" : deadline.aborted ? "max_duration" : "broken_off";
  const result = () => searchResult(probes, slo, { target, ended: ended ?? endedEarly() });

  const campaign: Campaign = {
    kind: "search",
    plans,
    warming() {},
    warmed() {
      for (const line of searchHead(options)) console.say(line);
      console.say(PROBE_HEAD);
    },
    begin() {},
    end(measured, { targetQps }) {
      const qps = targetQps ?? 0;
      if (signal.aborted || deadline.aborted) return "stop";
      running.push(measured);
      const tallies = running.map(({ run, level }) => ({
        ...tally(slo, run.outcomes, true),
        valid: level.valid,
      }));
      const probe = judgeProbe(qps, tallies, rule);
      if (probe === null) {
        plans.push(repeatPlan(qps, running.length + 1, { options, texts }));
        return "go";
      }
      probes.push(probe);
      console.say(probeRow(probe, running));
      running = [];
      const next = nextRate(probes, options);
      if (typeof next === "number") plans.push(repeatPlan(next, 1, { options, texts }));
      else ended = next;
      return "go";
    },
    found() {
      const found = result();
      for (const line of conclusion(found, options)) console.say(line);
      return found;
    },
  };
  await runCampaign({ campaign, options, console }, AbortSignal.any([signal, deadline]));
  return signal.aborted ? 130 : searchExitCode(result());
}

/** Repeats differ in their arrivals and texts: they are new evidence, not the same again. */
function repeatPlan(
  qps: number,
  repeat: number,
  { options, texts }: { readonly options: SearchOptions; readonly texts: readonly string[] },
): LevelPlan {
  const rate = { label: `${rateLabel(qps)} #${repeat}`, qps, seed: `${options.seed} #${repeat}` };
  return ratePlan(rate, options, texts);
}

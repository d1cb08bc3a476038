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
import { searchPlanLine } from "./searchPlanLine.ts";
import { searchExitCode } from "../run/verdict.ts";
import { resultFolder } from "../run/session.ts";
import { tally } from "../figures/slo.ts";
import { loadTexts } from "../load/texts.ts";

/**
 * Searches for the highest rate at which the gates hold; returns the exit code. Rejects as `runCampaign` does.
 *
 * @example
 * process.exitCode = await runSearch(options, interruptSignal());
 */
export async function runSearch(options: SearchOptions, signal: AbortSignal): Promise<number> {
  const { texts, note } = await loadTexts(options.textSamplesFile ?? null, options.sampleFormat);
  const console = openConsole(resultFolder(options), options);
  if (note !== null) console.note(note);
  const bisection = createBisection(options, texts);
  console.say(searchPlanLine(options));
  const deadline = AbortSignal.timeout(options.maxDuration);
  const endedEarly = (): Ending =>
    signal.aborted ? "interrupted" : deadline.aborted ? "max_duration" : "broken_off";

  const campaign: Campaign = {
    kind: "search",
    plans: bisection.plans,
    warming() {},
    warmed: () => console.sayAll([...searchHead(options), PROBE_HEAD]),
    begin() {},
    end(measured, { targetQps }) {
      if (signal.aborted || deadline.aborted) return "stop";
      const row = bisection.take(measured, targetQps ?? 0);
      if (row !== null) console.say(row);
      return "go";
    },
    found() {
      const result = bisection.result(endedEarly());
      console.sayAll(conclusion(result, options));
      return result;
    },
  };
  await runCampaign({ campaign, options, console }, AbortSignal.any([signal, deadline]));
  return signal.aborted ? 130 : searchExitCode(bisection.result(endedEarly()));
}

/** Plans one repeat after the other: at the current rate until it is judged, then at the next rate. */
function createBisection(options: SearchOptions, texts: readonly string[]) {
  const { slo, target, numberOfSamples, minQps } = options;
  const rule = { target, repeats: options.repeats, samples: numberOfSamples };
  const probes: Probe[] = [];
  const plans: LevelPlan[] = [];
  let repeats: Measured[] = []; // of the current rate
  let ended: Ending | null = null;
  // Repeats differ in their arrivals and texts, so that each repeat is new evidence.
  const plan = (qps: number, repeat: number) => {
    const label = `${rateLabel(qps)} #${repeat}`;
    plans.push(ratePlan({ label, qps, seed: `${options.seed} #${repeat}` }, options, texts));
  };
  plan(minQps, 1);
  return {
    /** Grows while the search runs. */
    plans,
    /** Adds a repeat at `qps`; returns the line of the rate if the rate is judged now, otherwise null. */
    take(measured: Measured, qps: number): string | null {
      repeats.push(measured);
      const tallies = repeats.map(({ run, level }) => ({
        ...tally(slo, run.outcomes, true),
        valid: level.valid,
      }));
      const probe = judgeProbe(qps, tallies, rule);
      if (probe === null) {
        plan(qps, repeats.length + 1);
        return null;
      }
      probes.push(probe);
      const row = probeRow(probe, repeats);
      repeats = [];
      const next = nextRate(probes, options);
      if (typeof next === "number") plan(next, 1);
      else ended = next;
      return row;
    },
    /** Returns the result so far. `endedEarly` is the ending if no verdict has ended the search. */
    result: (endedEarly: Ending) =>
      searchResult(probes, slo, { target, ended: ended ?? endedEarly }),
  };
}

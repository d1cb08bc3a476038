import { type Campaign, runCampaign } from "./run/campaign.ts";
import { openConsole } from "./show/console.ts";
import { distinct } from "./load/distinct.ts";
import type { LevelPlan } from "./load/plan.ts";
import type { BurstOptions } from "./options/options.ts";
import { planLine } from "./show/planLine.ts";
import { burstLines } from "./show/burstReport.ts";
import { resultFolder } from "./run/session.ts";
import { loadTexts } from "./load/texts.ts";

const TEXT =
  "Hello! How can I help you? Apa yang saya boleh bantu encik? Encik nak makan ayam gepuk ke?";

/** Additional body fields of a burst, as JSON texts. They are sent only to OpenAI's API. */
const SAMPLING = {
  temperature: "0.6",
  repetition_penalty: "1.15",
  playback_speed: "1.5",
  playback_overlap_speed: "0.5",
  normalize: "true",
};

/**
 * Runs a burst, or a closed loop if --requests or --duration is given; returns the exit code. Rejects for the same
 * reasons as `runCampaign`.
 *
 * @example
 * process.exitCode = await runBurst(options, interruptSignal());
 */
export async function runBurst(options: BurstOptions, signal: AbortSignal): Promise<number> {
  const { texts, note } =
    options.textSamplesFile === undefined
      ? { texts: [TEXT], note: null }
      : await loadTexts(options.textSamplesFile, options.sampleFormat);
  const console = openConsole(resultFolder(options), options);
  if (note !== null) console.note(note);
  const loops = isLoop(options);
  const plans = distinct(options.concurrency.map((level) => levelPlan(level, options, texts)));
  if (loops) console.note(planLine(plans, options));
  const campaign: Campaign = {
    kind: loops ? "closed" : "burst",
    plans,
    warming: () => console.say(`Warmup runs: ${options.warmup}`),
    warmed: () => console.say("Done Warmup runs!\n"),
    begin(plan) {
      if (loops) console.say(`--- concurrency ${plan.concurrency} ---`);
    },
    end(measured) {
      console.sayAll(burstLines(measured, options.percentileMethod));
      return "go";
    },
  };
  const sampling = options.client === "openai" ? SAMPLING : {};
  const sending = { ...options, body: { ...sampling, ...options.body } };
  return runCampaign({ campaign, options, sending, console }, signal);
}

function isLoop({ requests, duration }: BurstOptions): boolean {
  return requests !== undefined || duration !== undefined;
}

function levelPlan(
  concurrency: number,
  options: BurstOptions,
  texts: readonly string[],
): LevelPlan {
  const loops = isLoop(options);
  const label = loops ? `c${concurrency}` : "burst";
  return {
    label,
    targetQps: null,
    concurrency,
    load: loops
      ? {
          kind: "closed",
          concurrency,
          requests: options.requests ?? null,
          durationMs: options.duration ?? null,
        }
      : { kind: "open", offsetsMs: new Float64Array(concurrency), maxInFlight: null },
    draws: { texts, voices: options.voiceIds, seed: options.seed },
  };
}

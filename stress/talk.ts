import { counted } from "./headline/amounts.ts";
import { loadTexts } from "./load/texts.ts";
import { distinct } from "./load/distinct.ts";
import type { TalkOptions } from "./options/talkOptions.ts";
import { redactUrlAndQuery } from "./redact/fields.ts";
import bundled from "./reply/replies.json";
import type { Pace } from "./reply/reply.ts";
import { type Campaign, runCampaign } from "./run/campaign.ts";
import { resultFolder } from "./run/session.ts";
import { type Console, openConsole } from "./show/console.ts";
import { talkPlanLine } from "./show/talkPlanLine.ts";
import { readLmRecording } from "./talk/lmRecording.ts";
import { talkPlan } from "./talk/plan.ts";
import { talkLines } from "./show/talkReport.ts";

/**
 * Holds conversations; returns the exit code. Rejects for the same reasons as `runCampaign`, and if a file of replies
 * cannot be read.
 *
 * @example
 * process.exitCode = await runTalk(options, interruptSignal());
 */
export async function runTalk(options: TalkOptions, signal: AbortSignal): Promise<number> {
  const { texts, note } =
    options.textSamplesFile === undefined
      ? { texts: bundled.samples, note: null }
      : await loadTexts(options.textSamplesFile, options.sampleFormat);
  const pace: Pace =
    options.lmRecording === undefined
      ? { kind: "rate", tokensPerS: options.tokensPerS }
      : await readLmRecording(options.lmRecording);
  const console = openConsole(resultFolder(options), options);
  if (note !== null) console.note(note);
  const script = { options, texts, pace };
  const plans = distinct(options.concurrency.map((count) => talkPlan(count, script)));
  saySettings(console, options, pace);
  console.say(talkPlanLine(plans, options));
  const campaign: Campaign = {
    kind: "talk",
    plans,
    warming() {},
    warmed() {},
    begin(plan) {
      console.say(`--- conversations at once: ${plan.concurrency} ---`);
    },
    end(measured) {
      console.sayAll(talkLines(measured));
      return "go";
    },
  };
  return runCampaign({ campaign, options, console }, signal);
}

/** Prints what is measured. */
function saySettings(console: Console, options: TalkOptions, pace: Pace): void {
  const { talk, turns, interrupt } = options;
  const paces = {
    rate: `${options.tokensPerS} tokens/s`,
    gaps: "the gaps of a recording",
    replies: "recorded replies",
  };
  console.say(
    `Conversations with ${redactUrlAndQuery(options.host)} over ${talk.wire} (${talk.format.name}): ` +
      `${counted(turns, "reply", "replies")} each, ${paces[pace.kind]}, ${Math.round(interrupt * 100)} % interrupted`,
  );
}

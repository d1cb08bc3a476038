import { join } from "node:path";
import { startReporting } from "../../stress/calibrate/reportingProcess.ts";
import {
  cancelAcknowledgedMs,
  firstTokenToByteMs,
  firstTokenToSoundMs,
  soundAfterCancelMs,
} from "../../stress/figures/talk.ts";
import type { Outcome } from "../../stress/figures/outcome.ts";
import { parseInvocation } from "../../stress/options/options.ts";
import { runLevel } from "../../stress/run/level.ts";
import { closeSession, openSession } from "../../stress/run/session.ts";
import { talkPlan } from "../../stress/talk/plan.ts";

/** What the scripted server did in one reply, by its own clock, milliseconds. */
export interface Truth {
  /** The x-request-id of its socket. */
  readonly connection: string;
  /** From the arrival of the first token to the send of the first audio, and to the sound in it when it is played. */
  readonly byteMs: number;
  readonly soundMs: number;
  /** From the arrival of the cancellation to the last audio, and to the acknowledgement. Null without one. */
  readonly cancel: { readonly lastSoundMs: number; readonly acknowledgedMs: number } | null;
}

/** Differences between what the tester measured and the truth, absolute, milliseconds. */
export interface TalkErrors {
  readonly byteMs: readonly number[];
  readonly soundMs: readonly number[];
  readonly lastSoundMs: readonly number[];
  readonly acknowledgedMs: readonly number[];
  /** Lag of the tokens. */
  readonly tokenLagMs: readonly number[];
}

/** Replies before the measurement, in which both processes compile their code. */
const WARMUP_TURNS = 3;

interface Shape {
  readonly conversations: number;
  readonly turns: number;
  /** Folder of the results. */
  readonly folder: string;
}

/**
 * Holds conversations with a scripted server in its own process, a third of whose replies are interrupted, and compares
 * each reply with what the server did. Throws Error if a reply failed or has no truth.
 */
export async function measureTalk({ conversations, turns, folder }: Shape): Promise<TalkErrors> {
  const server = await startTalkServer();
  try {
    const flags =
      `talk --host ${server.url} --conversations ${conversations} --turns ${turns} --pause 50ms --ramp 1s --no-listen ` +
      `--interrupt 0.33 --interrupt-after 200ms --output-dir ${folder} --benchmark-name talk --quiet`;
    const invocation = parseInvocation(flags.split(" "));
    if (invocation.kind !== "talk") throw new Error(`no conversations: ${invocation.kind}`);
    const { options } = invocation;
    const pace = { kind: "rate", tokensPerS: options.tokensPerS } as const;
    const texts = [
      "Sure, I can look that up for you. It left this morning and should arrive soon.",
    ];
    const session = await openSession(options);
    try {
      const hold = async (count: number, turns: number) => {
        const plan = talkPlan(count, { options: { ...options, turns }, texts, pace });
        const level = { plan, session, screen: null, place: null };
        return (await runLevel(level, new AbortController().signal)).outcomes;
      };
      await hold(1, WARMUP_TURNS);
      await server.truths(); // those of the warm-up
      return errorsOf(await hold(conversations, turns), await server.truths());
    } finally {
      await closeSession(session);
    }
  } finally {
    server.close();
  }
}

/** Pairs the replies of each connection with its truths, in their order. */
function errorsOf(outcomes: readonly Outcome[], truths: readonly Truth[]): TalkErrors {
  const byConnection = Map.groupBy(truths, ({ connection }) => connection);
  const errors = {
    byteMs: [] as number[],
    soundMs: [] as number[],
    lastSoundMs: [] as number[],
    acknowledgedMs: [] as number[],
  };
  for (const outcome of outcomes.toSorted((a, b) => a.seq - b.seq)) {
    const truth = byConnection.get(outcome.requestId)?.shift();
    if (outcome.error !== null || truth === undefined)
      throw new Error(
        `reply ${outcome.seq}: ${outcome.errorMessage ?? "the server knows nothing of it"}`,
      );
    const note = (name: keyof typeof errors, measured: number | null, actual: number | null) => {
      if (actual !== null) errors[name].push(Math.abs((measured ?? NaN) - actual));
    };
    note("byteMs", firstTokenToByteMs(outcome), truth.byteMs);
    note("soundMs", firstTokenToSoundMs(outcome), truth.soundMs);
    if (outcome.talk?.cancel === null) continue;
    note("lastSoundMs", soundAfterCancelMs(outcome), truth.cancel?.lastSoundMs ?? null);
    note("acknowledgedMs", cancelAcknowledgedMs(outcome), truth.cancel?.acknowledgedMs ?? null);
  }
  return { ...errors, tokenLagMs: outcomes.flatMap(({ talk }) => talk?.tokenLagsMs ?? []) };
}

/** Starts the scripted server in its own process; `close` kills it. */
async function startTalkServer() {
  const path = join(import.meta.dir, "talkServer.ts");
  const child = await startReporting(path, "the scripted server");
  return {
    url: String(child.address),
    truths: async () => (await child.report()) as readonly Truth[], // talkServer.ts sends only truths
    close: child.close,
  };
}

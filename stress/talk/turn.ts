import { asFailure, Failure } from "../http/failure.ts";
import { sleepUntil } from "../load/load.ts";
import type { RequestRecord } from "../records/record.ts";
import type { Token } from "../reply/reply.ts";
import { createWatch, type Timeouts } from "../request/watch.ts";
import { cancelReply } from "./cancel.ts";
import { createReplyMeter, type ReplyMeter } from "./replyMeter.ts";
import type { Turn } from "./plannedTurn.ts";
import type { SlotWatch } from "./slots.ts";
import type { Speaker } from "./speaker.ts";
import { type Outcome, type SentTokens, toTurnRecord } from "./turnRecord.ts";

/** What all turns of a part of a level use. */
export interface TurnContext {
  /** Milliseconds since the level's start. */
  readonly clock: () => number;
  readonly timeouts: Timeouts;
  /** Filters the texts of the server before they are recorded. */
  readonly filter: (text: string) => string;
  readonly slots: SlotWatch;
  /** True while no other turn of the tester runs. */
  readonly isAlone: () => boolean;
}

/** A reply after its end. */
export interface Spoken {
  readonly record: RequestRecord;
  /** Until when the caller listened to it. */
  readonly listenedMs: number;
}

/** One running turn. */
interface RunningTurn {
  readonly turn: Turn;
  readonly speaker: Speaker;
  readonly context: TurnContext;
}

/**
 * Speaks one reply and measures how it sounds: sends each token when it is due, takes the sound as it arrives, and
 * interrupts the reply if its caller does. Never rejects: a failure is stored in the record. `signal` interrupts the
 * turn.
 *
 * @example
 * const { record } = await speakTurn({ turn, speaker, context }, signal);
 * record.error ?? record.talk?.heardMs;
 */
export async function speakTurn(running: RunningTurn, signal: AbortSignal): Promise<Spoken> {
  const { turn, speaker, context } = running;
  const { clock, timeouts } = context;
  const meter = createReplyMeter(clock, turn.reply.interruptAfterMs, {
    arrived: () => void watch.sawByte(),
    firstAudio: () => watch.sawAudio(),
    capture: turn.capture,
  });
  const stop = (failure: Failure): void => meter.sink.failed(failure);
  const sent: SentTokens = { startMs: clock(), lagsMs: [], lastMs: null };
  const watch = createWatch({ timeouts, now: clock, stop }, signal);
  let outcome: Outcome;
  try {
    speaker.begin(meter.sink);
    await sendTokens(running, { sent, sawToken: watch.sawByte }, meter.tokensStopped);
    if (!meter.tokensStopped.aborted) speaker.finish();
    outcome = await endOf(running, { meter, watch }, signal);
    const isWhole = sent.lagsMs.length === turn.reply.tokens.length;
    if (!isWhole && outcome.cancel === null)
      throw new Failure("truncated", "the server ended the reply before its last token");
  } catch (error) {
    outcome = { endMs: clock(), cancel: null, failure: asFailure(error) };
  } finally {
    watch.close();
    meter.interruption.clear();
  }
  const record = toTurnRecord({ turn, sent, meter, outcome }, speaker.connection, context.filter);
  const playedMs = meter.listener.playedMs ?? outcome.endMs;
  const listenedMs = Math.min(playedMs, meter.interruption.dueMs ?? Infinity);
  return { record, listenedMs: Math.max(listenedMs, outcome.endMs) };
}

/** Returns the record of a turn that failed before its reply could begin. */
export function unspokenRecord(
  { turn, speaker, context }: RunningTurn,
  failure: Failure,
): RequestRecord {
  const { clock, filter } = context;
  const meter = createReplyMeter(clock, null, {
    arrived() {},
    firstAudio() {},
    capture: undefined,
  });
  const sent = { startMs: turn.dueMs, lagsMs: [], lastMs: null };
  const outcome = { endMs: clock(), cancel: null, failure };
  return toTurnRecord({ turn, sent, meter, outcome }, speaker.connection, filter);
}

/** Waits for the end of the reply, or interrupts it. Throws Failure. */
async function endOf(
  { speaker, context }: RunningTurn,
  { meter, watch }: { readonly meter: ReplyMeter; readonly watch: { close(): void } },
  signal: AbortSignal,
): Promise<Outcome> {
  const { ended, interruption, late, audio } = meter;
  await Promise.race([ended, interruption.fired]);
  if (interruption.firedMs !== null) {
    watch.close();
    const cancel = await cancelReply({ ...context, speaker, late, ended }, signal);
    return { endMs: cancel.acknowledgedMs ?? cancel.sentMs, cancel, failure: null };
  }
  if (audio.isEmpty) throw new Failure("empty_audio", "a reply without audio");
  return { endMs: meter.endedMs ?? context.clock(), cancel: null, failure: null };
}

/** Sends each token at its instant; ends early if `tokensStopped` aborts. A late token is sent at once. */
async function sendTokens(
  { turn, speaker, context: { clock } }: RunningTurn,
  { sent, sawToken }: { readonly sent: SentTokens; readonly sawToken: () => void },
  tokensStopped: AbortSignal,
): Promise<void> {
  const tokens: readonly Token[] = turn.reply.tokens;
  for (const { text, dueMs } of tokens) {
    const atMs = turn.dueMs + dueMs;
    if (clock() < atMs) await sleepUntil(atMs, clock, tokensStopped);
    if (tokensStopped.aborted) return;
    sent.lastMs = clock();
    sent.lagsMs.push(Math.max(0, sent.lastMs - atMs));
    speaker.token(text);
    sawToken();
  }
}

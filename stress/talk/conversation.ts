import { sleep } from "../../src/sleep.ts";
import { asFailure } from "../http/failure.ts";
import { type ConversationLoad, sleepUntil } from "../load/load.ts";
import type { RequestRecord } from "../records/record.ts";
import type { Reply } from "../reply/reply.ts";
import type { Turn } from "./plannedTurn.ts";
import type { Speaker } from "./speaker.ts";
import { speakTurn, type TurnContext, unspokenRecord } from "./turn.ts";

/** A connection is opened at most this long before its reply, because servers close idle sockets. */
const CONNECT_AHEAD_MS = 1000;
/** Least time from a failed connection to the next one. */
const RETRY_MS = 100;

/** A conversation that is about to be held. */
export interface Conversation {
  readonly conversation: number;
  readonly level: string;
  readonly voice: string;
  /** When it begins, milliseconds of the level's clock. */
  readonly startMs: number;
  readonly load: ConversationLoad;
  /** One reply per turn. */
  readonly replies: readonly Reply[];
}

/** Speaks the turns of conversations, and takes their records. */
export interface ConversationContext extends TurnContext {
  readonly openSpeaker: (voice: string) => Speaker;
  /** Called when a turn begins. Returns what takes its chunks and its record. */
  readonly begun: () => TurnHooks;
}

interface TurnHooks {
  readonly capture: Turn["capture"];
  ended(record: RequestRecord): void;
}

/**
 * Holds a conversation: the caller speaks for the time of a pause, then the reply is spoken, and the caller listens to
 * it. Resolves when the conversation is over, with its time. Never rejects.
 */
export async function holdConversation(
  held: Conversation,
  context: ConversationContext,
  signal: AbortSignal,
): Promise<number> {
  const { load } = held;
  const { clock } = context;
  const speaker = context.openSpeaker(held.voice);
  let freeMs = held.startMs;
  try {
    for (const [turn, reply] of held.replies.entries()) {
      await sleepUntil(freeMs + Math.max(0, load.pauseMs - CONNECT_AHEAD_MS), clock, signal);
      if (signal.aborted || freeMs >= (load.durationMs ?? Infinity)) break;
      freeMs = await takeTurn({ held, turn, reply, freeMs, speaker }, context, signal);
    }
  } finally {
    speaker.close();
  }
  return freeMs;
}

/** A turn of a conversation whose caller begins to speak at `freeMs`. */
interface NextTurn {
  readonly held: Conversation;
  readonly turn: number;
  readonly reply: Reply;
  readonly freeMs: number;
  readonly speaker: Speaker;
}

/** Connects and speaks one turn; returns when the caller has heard it. */
async function takeTurn(
  { held, turn, reply, freeMs, speaker }: NextTurn,
  context: ConversationContext,
  signal: AbortSignal,
): Promise<number> {
  const { clock } = context;
  const { conversation, level, voice, load } = held;
  const seq = conversation * load.turns + turn;
  const planned = { seq, level, voice, conversation, turn, reply };
  const readyMs = clock();
  try {
    await speaker.ready(signal);
  } catch (error) {
    const failed = { turn: { ...planned, dueMs: readyMs }, speaker, context };
    context.begun().ended(unspokenRecord(failed, asFailure(error)));
    await sleep(Math.max(RETRY_MS, load.pauseMs), signal);
    return clock();
  }
  const dueMs = Math.max(freeMs + load.pauseMs, clock());
  await sleepUntil(dueMs, clock, signal);
  if (signal.aborted) return clock();
  const hooks = context.begun();
  const running = { turn: { ...planned, dueMs, capture: hooks.capture }, speaker, context };
  const { record, listenedMs } = await speakTurn(running, signal);
  hooks.ended(record);
  // What still comes of a failed reply must not reach the next one.
  if (record.error !== null) speaker.close();
  return load.listens ? listenedMs : Math.max(record.endMs, clock());
}

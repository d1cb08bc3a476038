import { createKeeper, type Keeper } from "../keep/keeper.ts";
import { jsonHeaders } from "../clients/client.ts";
import { type ConversationLoad, sleepUntil } from "../load/load.ts";
import { type Part, partOf, seqOf } from "../load/part.ts";
import type { LevelPlan } from "../load/plan.ts";
import { type PartHooks, type RunPart, type Sender, startUsageMeter } from "../load/sender.ts";
import type { RequestRecord } from "../records/record.ts";
import { drawReply, drawVoice } from "../reply/reply.ts";
import { type Conversation, type ConversationContext, holdConversation } from "./conversation.ts";
import { createSpeakers } from "./speakers.ts";
import { NO_SLOTS, openSlotWatch, type SlotWatch } from "./slots.ts";

/** A level of conversations. */
export interface TalkPlan extends LevelPlan {
  readonly load: ConversationLoad;
}

/**
 * Draws the replies of `part` of `plan` in advance. Returns the function that holds its conversations.
 *
 * @example
 * const run = prepareConversations(plan, sender, ONLY_PART);
 * const { inFlight } = await run(null, hooks, signal);
 */
export function prepareConversations(plan: TalkPlan, sender: Sender, part: Part): RunPart {
  const load = partOf(plan.load, part);
  const scripts = createScripts(plan, part, load.startsMs.length);
  return async (startMs, hooks, signal) => {
    const { timeouts, filter, now } = sender.context;
    // Opened before the clock starts, so that the requests of others are counted.
    const slots = await slotWatch(plan, sender, part);
    const originMs = startMs === null ? now() : startMs - performance.timeOrigin;
    const clock = () => now() - originMs;
    const keeper = sender.keepAudio ? createKeeper(Math.random) : null;
    const turns = countTurns(hooks, keeper);
    const speakers = createSpeakers(sender);
    const context: ConversationContext = {
      clock,
      timeouts,
      filter,
      slots,
      isAlone: () => turns.running === 1,
      openSpeaker: speakers.open,
      begun: turns.begun,
    };
    await sleepUntil(0, clock, signal);
    const meter = startUsageMeter(speakers.countConnections, () => turns.running);
    /** Holds conversation `nth` of the part; with a duration, others after it. */
    const holdInTurn = async (nth: number): Promise<void> => {
      let freeMs = load.startsMs[nth] ?? 0;
      for (let next = nth; !signal.aborted; next += load.startsMs.length) {
        const held = { ...scripts.of(next), level: plan.label, startMs: freeMs, load };
        freeMs = await holdConversation(held, context, signal);
        if (load.durationMs === null || freeMs >= load.durationMs) return;
      }
    };
    try {
      await Promise.all(load.startsMs.map((_, nth) => holdInTurn(nth)));
    } finally {
      meter.close();
      slots.close();
    }
    const kept = keeper?.kept() ?? [];
    return { startMs: originMs + performance.timeOrigin, ...meter.usage(), faults: [], kept };
  };
}

/** What is said in one conversation. */
type Script = Pick<Conversation, "conversation" | "voice" | "replies">;

/** Draws the first `count` conversations of a part now, and others when they are asked for. */
function createScripts({ label, load, draws }: TalkPlan, part: Part, count: number) {
  const draw = (nth: number): Script => {
    const conversation = seqOf(nth, part);
    const place = { level: label, conversation };
    const replies = Array.from({ length: load.turns }, (_, turn) =>
      drawReply(draws, load.replies, { ...place, turn }),
    );
    return { conversation, voice: drawVoice(draws, place), replies };
  };
  const drawn = Array.from({ length: count }, (_, nth) => draw(nth));
  return { of: (nth: number): Script => drawn[nth] ?? draw(nth) };
}

/** Opens the watch of the server's slots, if replies are interrupted and no other process has requests in flight. */
async function slotWatch(plan: TalkPlan, { options }: Sender, part: Part): Promise<SlotWatch> {
  if (part.count > 1 || plan.load.replies.interruptShare === 0) return NO_SLOTS;
  const headers = jsonHeaders({ apiKey: options.apiKey, headers: options.header });
  return openSlotWatch(options.host, options, headers);
}

/** Counts the running turns and hands on their records. */
function countTurns(hooks: PartHooks, keeper: Keeper | null) {
  let running = 0;
  return {
    get running() {
      return running;
    },
    begun() {
      running++;
      hooks.sent();
      const capture = keeper?.open();
      return {
        capture: capture?.take,
        ended(record: RequestRecord): void {
          running--;
          hooks.ended(record, JSON.stringify(record));
          if (capture !== undefined) keeper?.end(record, capture.audio);
        },
      };
    },
  };
}

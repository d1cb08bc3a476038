import { counted, spanWords } from "../headline/amounts.ts";
import { type Part, partOf, plannedRequests } from "../load/part.ts";
import type { LevelPlan } from "../load/plan.ts";
import { drawReply, textOf } from "../reply/reply.ts";

/** Characters of speech per second: English at a moderate speed. */
const CHARS_PER_S = 15;

/** Says how many replies `plans` will speak, and about how long that takes. */
export function talkPlanLine(
  plans: readonly LevelPlan[],
  { shard, duration }: { readonly shard: Part; readonly duration?: number | undefined },
): string {
  const levels = counted(plans.length, "level");
  if (duration !== undefined)
    return `Planned: ${levels} of ${spanWords(duration)}, plus the last replies of each level.`;
  const replies = plans.reduce(
    (sum, { load }) => sum + (plannedRequests(partOf(load, shard)) ?? 0),
    0,
  );
  const ms = plans.reduce((sum, plan) => sum + levelMs(plan), 0);
  return `Planned: ${levels}, ${counted(replies, "reply", "replies")}; about ${spanWords(ms)}, if ${CHARS_PER_S} characters are spoken in a second.`;
}

/** Number of replies from which the length of a turn is estimated. */
const SAMPLED = 50;

/** Estimates how long a level takes: the ramp, then the turns of a conversation one after another. */
function levelMs({ label, load, draws }: LevelPlan): number {
  if (load.kind !== "conversations") return 0;
  const { startsMs, turns, replies, pauseMs, listens } = load;
  const lengthsMs = Array.from({ length: SAMPLED }, (_, turn) => {
    const reply = drawReply(draws, replies, { level: label, conversation: 0, turn });
    const speechMs = (textOf(reply).length * 1000) / CHARS_PER_S;
    const wholeMs = Math.max(reply.tokens.at(-1)?.dueMs ?? 0, listens ? speechMs : 0);
    return Math.min(wholeMs, reply.interruptAfterMs ?? Infinity);
  });
  const turnMs = lengthsMs.reduce((sum, ms) => sum + ms, 0) / SAMPLED;
  return (startsMs.at(-1) ?? 0) + turns * (pauseMs + turnMs);
}

import type { Part } from "../load/part.ts";
import type { LevelPlan } from "../load/plan.ts";
import { preparePart, type RunPart, type Sender } from "../load/sender.ts";
import { prepareConversations } from "./talkLevel.ts";

/** Prepares `part` of a level: its conversations, or its single requests. Returns the function that sends it. */
export function prepare(plan: LevelPlan, sender: Sender, part: Part): RunPart {
  const { load } = plan;
  return load.kind === "conversations"
    ? prepareConversations({ ...plan, load }, sender, part)
    : preparePart({ ...plan, load }, sender, part);
}

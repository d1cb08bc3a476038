import { counted, spanWords } from "../headline/amounts.ts";
import { type Part, partOf, plannedRequests, plannedSpanMs } from "../load/part.ts";
import type { LevelPlan } from "../load/plan.ts";

/** What a run does before its first level, and the part of the levels that it sends. */
interface Sent {
  readonly warmup: number;
  readonly calibrate: boolean;
  readonly shard: Part;
}

/** Says how many requests `plans` will send, and how long that takes as far as it is planned. */
export function planLine(plans: readonly LevelPlan[], { warmup, calibrate, shard }: Sent): string {
  const requests = total(plans.map(({ load }) => plannedRequests(partOf(load, shard))));
  const sendingMs = total(plans.map(({ load }) => plannedSpanMs(load)));
  const isAtMost = plans.some(({ load }) => load.kind === "closed") && requests !== null;
  const parts = [
    counted(plans.length, "level"),
    ...(requests === null ? [] : [counted(requests, "request")]),
    ...(warmup === 0 ? [] : [counted(warmup, "warm-up request")]),
    ...(calibrate ? ["40 s of calibration"] : []),
  ];
  const time =
    sendingMs === null
      ? "the time depends on the server"
      : `sending takes ${isAtMost ? "at most " : ""}${spanWords(sendingMs)}, plus the last answers of each level`;
  return `Planned: ${parts.join(", ")}; ${time}.`;
}

/** Adds up the values; null if one is unknown. */
function total(values: readonly (number | null)[]): number | null {
  return values.reduce((sum: number | null, value) => {
    return sum === null || value === null ? null : sum + value;
  }, 0);
}

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
    plans.length === 1 ? "1 level" : `${plans.length} levels`,
    ...(requests === null
      ? []
      : [`${counted(requests)} ${requests === 1 ? "request" : "requests"}`]),
    ...(warmup === 0 ? [] : [`${warmup} warm-up ${warmup === 1 ? "request" : "requests"}`]),
    ...(calibrate ? ["40 s of calibration"] : []),
  ];
  const time =
    sendingMs === null
      ? "the time depends on the server"
      : `sending takes ${isAtMost ? "at most " : ""}${spanWords(sendingMs)}, plus the last answers of each level`;
  return `Planned: ${parts.join(", ")}; ${time}.`;
}

/** Formats a time in the units that a reader plans with: 45 s, 4 min 51 s, 1 h 5 min. */
export function spanWords(ms: number): string {
  const s = Math.ceil(ms / 1000);
  if (s < 60) return `${s} s`;
  const [minutes, seconds] = [Math.floor(s / 60), s % 60];
  if (minutes < 60) return seconds === 0 ? `${minutes} min` : `${minutes} min ${seconds} s`;
  const rest = minutes % 60;
  const hours = Math.floor(minutes / 60);
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}

/** Formats a number with a comma after each three digits. */
export function counted(count: number): string {
  return count.toLocaleString("en");
}

/** Adds up the values; null if one is unknown. */
function total(values: readonly (number | null)[]): number | null {
  return values.reduce((sum: number | null, value) => {
    return sum === null || value === null ? null : sum + value;
  }, 0);
}

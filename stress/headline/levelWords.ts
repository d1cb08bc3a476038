import type { Gate } from "../figures/gate.ts";
import { countedRequests, failedRequests, type LevelSummary } from "../figures/summary.ts";
import { counted, duration, gateValue, rate } from "./amounts.ts";

/** Returns the load of a level as a number that orders the levels. */
export function sizeOf({ targetQps, concurrency }: LevelSummary): number {
  return targetQps ?? concurrency ?? 0;
}

/** Names the load of a level: its rate, or its conversations or requests at once or in flight. */
export function loadWords({ targetQps, concurrency, label, talk }: LevelSummary): string {
  if (targetQps !== null) return rate(targetQps);
  if (concurrency === null) return `level ${label}`;
  if (talk !== undefined) return `${counted(concurrency, "conversation")} at once`;
  return `${counted(concurrency, "request")} ${label === "burst" ? "at once" : "in flight"}`;
}

/** Describes the times of a level's successes. */
export function typicalTimes(level: LevelSummary): string {
  const { responseMs, serviceMs, targetQps, ttfaMs, stalls } = level;
  const sound = level.talk?.firstTokenToSoundMs ?? null;
  if (sound !== null)
    return `the first sound is heard ${duration(sound.p50)} after the first token in half of the replies and ${duration(sound.p95)} in 95 %`;
  const whole = targetQps === null ? serviceMs : responseMs;
  if (whole === null) return "no request succeeded";
  const complete = `half of the answers are complete after ${duration(whole.p50)} and 95 % after ${duration(whole.p95)}`;
  // The first audio of an answer that is not streamed comes with the rest of it.
  if (ttfaMs === null || stalls === null) return complete;
  return `the first audio comes after ${duration(ttfaMs.p50)} in half of the answers and after ${duration(ttfaMs.p95)} in 95 %; ${complete}`;
}

/** Says how many requests of a level failed, as a sentence; empty if none did. */
export function failedWords(level: LevelSummary): string {
  const failed = failedRequests(level);
  if (failed === 0) return "";
  return ` ${failed} of ${countedRequests(level)} requests failed at that load.`;
}

/** Formats the measured values of the gates. */
export function gateValues(level: LevelSummary, gates: readonly Gate[]): string[] {
  return gates.map((gate) => {
    const value = level.gates.find(({ expr }) => expr === gate.expr)?.value ?? null;
    return value === null ? "not measured" : gateValue(gate, value);
  });
}

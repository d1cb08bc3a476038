import { createHistogram } from "../../src/stats/histogram.ts";
import { latencyStartMs, type Outcome } from "../figures/outcome.ts";
import { NOTICED_STALL_MS } from "../figures/player.ts";
import type { LiveState, Place } from "./liveView.ts";

/** The properties of a level that determine how its progress is shown. */
export interface ShownLevel {
  readonly label: string;
  /** Requests to send; null: the duration limits the level. */
  readonly total: number | null;
  /** Time from the start of the level to its last planned send; null: unknown. */
  readonly sendingMs: number | null;
  /** True if requests are sent at planned times, false if a request is sent when the previous request ends. */
  readonly planned: boolean;
  /** True if latencies count from the planned send time, false if from the send. */
  readonly openLoop: boolean;
  readonly streamed: boolean;
  /** See LiveState. */
  readonly place: Place | null;
}

/** Counts the requests of a running level. */
export function createTally(level: ShownLevel) {
  const { label, total, openLoop, streamed } = level;
  const ttfaMs = createHistogram();
  const failures = new Map<string, number>();
  let [sent, ok, failed, stalled, startMs] = [0, 0, 0, 0, 0];
  return {
    sent() {
      if (sent++ === 0) startMs = performance.now();
    },
    finished(outcome: Outcome) {
      if (outcome.error !== null) {
        failed++;
        failures.set(outcome.error, (failures.get(outcome.error) ?? 0) + 1);
        return;
      }
      ok++;
      if ((outcome.playback?.longestMs ?? 0) > NOTICED_STALL_MS) stalled++;
      if (outcome.firstAudioMs === null) return;
      ttfaMs.record(Math.max(0, outcome.firstAudioMs - latencyStartMs(outcome, openLoop)));
    },
    state(): LiveState {
      const elapsedMs = sent === 0 ? 0 : performance.now() - startMs;
      const [p50, p95] = [ttfaMs.percentile(0.5), ttfaMs.percentile(0.95)];
      const [worst] = [...failures].sort(([, a], [, b]) => b - a);
      return {
        label,
        total,
        sent,
        ok,
        failed,
        worstKind: worst?.[0] ?? null,
        ttfaMs: p50 === null || p95 === null ? null : { p50, p95 },
        stalled: streamed ? stalled : null,
        place: level.place,
        ...estimate(level, { ended: ok + failed, elapsedMs }),
      };
    },
  };
}

/** Estimates the finished fraction of the level and its remaining time from the elapsed time and the ended requests. */
function estimate(
  { total, sendingMs, planned }: ShownLevel,
  { ended, elapsedMs }: { readonly ended: number; readonly elapsedMs: number },
): Pick<LiveState, "share" | "remainingMs"> {
  const byTime = sendingMs === null ? null : Math.max(0, sendingMs - elapsedMs);
  if (total === null) {
    const share = sendingMs === null ? null : Math.min(1, elapsedMs / sendingMs);
    return { share, remainingMs: byTime };
  }
  const share = total === 0 ? 1 : ended / total;
  const byCount = ended === 0 ? null : ((total - ended) * elapsedMs) / ended;
  // Planned sends last at least as long as the plan, a closed loop at most as long as its duration.
  const bounds = [planned ? byTime || null : byTime, byCount].filter((ms) => ms !== null);
  const remainingMs = bounds.length === 0 ? null : (planned ? Math.max : Math.min)(...bounds);
  return { share, remainingMs };
}

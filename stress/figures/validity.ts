import { percent } from "./percent.ts";
import { countedRequests, type LevelRun, type LevelSummary } from "./summary.ts";

/** Above it the arrivals are no longer the planned ones. */
const MAX_SEND_LAG_MS = 20;
const MAX_RATE_ERROR = 0.01;
/** Resolution of a send instant: a timer tick on each end of the level. */
const TICK_MS = 2;
const MAX_IN_FLIGHT_ERROR = 0.05;
export const IN_FLIGHT_SAMPLE_MS = 100;
/** Below this share of the planned rate, failures left out, the server does not keep up. */
const SATURATED = 0.95;

/** Whether the generator did what it said, and what is to be known about the level. */
export interface Verdict {
  readonly valid: boolean;
  readonly warnings: readonly string[];
  readonly saturated: boolean;
}

/**
 * Judges a level by how it was sent, never by how the server answered. Bursts and closed loops have no planned rate:
 * how late they were sent is all there is to judge, a closed loop's later requests from the ends of those before.
 */
export function verdict(run: LevelRun, level: LevelSummary): Verdict {
  const faults: string[] = [];
  const lagMs = level.sendLagMs?.p99 ?? 0;
  if (lagMs > MAX_SEND_LAG_MS)
    faults.push(
      `invalid: send lag p99 ${lagMs} ms > 20 ms${waiting(run)}: --workers shares the sending, where cores are free`,
    );
  if (!run.openLoop) return { valid: faults.length === 0, warnings: faults, saturated: false };
  const rateError = sendRateError(run);
  if (rateError !== null && Math.abs(rateError) > MAX_RATE_ERROR)
    faults.push(`invalid: sent at ${percent(1 + rateError)} of the planned rate`);
  const flightError = inFlightError(run);
  if (flightError !== null)
    faults.push(`invalid: ${percent(1 + flightError)} of rate × mean time was seen in flight`);
  const share = achievedShare(run, level);
  const saturated = share !== null && share < SATURATED;
  const warnings = saturated
    ? [`server saturated: it achieved ${percent(share)} of the planned rate`]
    : [];
  const counted = countedRequests(level);
  const failed = (counted - level.ok) / Math.max(1, counted);
  if (failed > 1 - SATURATED)
    warnings.push(`${percent(failed)} of the requests failed: latencies are of the rest`);
  return { valid: faults.length === 0, warnings: [...faults, ...warnings], saturated };
}

/** How long the tester's event loop waited for a core, where that is known. */
function waiting({ coreWaitMs }: LevelRun): string {
  return coreWaitMs === null
    ? ""
    : ` (its event loop waited ${(coreWaitMs / 1000).toFixed(1)} s for a core)`;
}

/**
 * The sending rate against the plan, as a fraction. Where `--max-in-flight` held a request back, its slot's instant
 * is the plan: the bound bends the arrivals as it was told to.
 */
function sendRateError(run: LevelRun): number | null {
  const sent = run.outcomes.map(({ sentMs }) => sentMs);
  const planned = run.outcomes.map(({ sentMs, sendLagMs }) => sentMs - sendLagMs);
  const [sentSpan, plannedSpan] = [span(sent), span(planned)];
  if (plannedSpan <= 0 || Math.abs(sentSpan - plannedSpan) <= TICK_MS) return null;
  return plannedSpan / sentSpan - 1;
}

/**
 * Little's law as an independent check: requests counted in flight every 100 ms against rate × mean time from the
 * records. null while they agree within 5 %, or within what sampling on a grid can't resolve (each request is
 * counted up to half a sample wrong, which adds up as √requests).
 */
function inFlightError(run: LevelRun): number | null {
  const samples = run.inFlight;
  // Until the last failure's end too: that is how long it was counted.
  const wallMs = span(run.outcomes.flatMap(({ dueMs, endMs }) => [dueMs, endMs]));
  if (samples.length < 10 || wallMs <= 0) return null;
  const timesMs = run.outcomes.reduce((sum, { endMs, sentMs }) => sum + endMs - sentMs, 0);
  const expected = timesMs / wallMs;
  const seen = samples.reduce((sum, count) => sum + count, 0) / samples.length;
  const noise = (4 * Math.sqrt(run.outcomes.length)) / 2 / samples.length;
  const error = seen - expected;
  return Math.abs(error) > Math.max(MAX_IN_FLIGHT_ERROR * expected, noise)
    ? error / expected
    : null;
}

/**
 * The achieved rate over the one that the plan allows: all requests over the sending time plus the drain, which is
 * what a success took while the level was young. A failure is no work done, whatever its kind: 0 without a success.
 */
function achievedShare({ outcomes }: LevelRun, level: LevelSummary): number | null {
  const counted = outcomes.filter(({ error }) => error !== "aborted");
  if (counted.length < 2 || level.wallS <= 0) return null;
  const served = counted.filter(({ error }) => error === null).sort((a, b) => a.dueMs - b.dueMs);
  if (served.length === 0) return 0;
  const young = served.slice(0, Math.ceil(served.length / 10));
  const drainMs = young.reduce((sum, { endMs, dueMs }) => sum + endMs - dueMs, 0) / young.length;
  const allowedS = (span(counted.map(({ dueMs }) => dueMs)) + drainMs) / 1000;
  return served.length / level.wallS / (counted.length / allowedS);
}

function span(values: readonly number[]): number {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return high - low;
}

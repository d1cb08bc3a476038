import { percent } from "./percent.ts";
import { countedRequests, type LevelRun, type LevelSummary, plannedEndMs } from "./summary.ts";

/** Maximum send lag at p99. Later sends would change the arrival process. */
const MAX_SEND_LAG_MS = 20;
/** Maximum deviation of the sending rate from the planned rate. */
const MAX_RATE_ERROR = 0.01;
/** Resolution of the sending time: one timer tick at each end of the level. */
const TICK_MS = 2;
/** Maximum deviation of the counted requests in flight from rate × mean service time. */
const MAX_IN_FLIGHT_ERROR = 0.05;
/** Interval at which requests in flight are counted. */
export const IN_FLIGHT_SAMPLE_MS = 100;
/** A server is saturated if its rate of successes is below this fraction of the planned rate. */
const SATURATED_SHARE = 0.95;
/** A level says nothing about the capacity of the server if more than this fraction of its requests failed. */
const FAILED_SHARE = 0.5;

/** Failures that say nothing about how much the server can sustain. */
const NOT_OF_THE_SERVER = new Set(["aborted", "client_limit", "stale_connection"]);

/** Judgement of whether a level was sent as planned, with warnings about its figures. */
export interface Verdict {
  readonly valid: boolean;
  readonly warnings: readonly string[];
  readonly saturated: boolean;
}

/**
 * Checks whether a level was sent as planned. The answers of the server do not affect validity. Bursts and closed loops
 * have no planned rate, so only their send lag is checked. In a closed loop, a request is due when the previous request
 * ends.
 */
export function verdict(run: LevelRun, level: LevelSummary): Verdict {
  const faults: string[] = [];
  const lagMs = level.sendLagMs?.p99 ?? 0;
  if (lagMs > MAX_SEND_LAG_MS)
    faults.push(
      `invalid: send lag p99 ${lagMs} ms > ${MAX_SEND_LAG_MS} ms${coreWait(run)}; --workers spreads the sending over free cores`,
    );
  const tokenLagMs = level.talk?.tokenLagMs?.p99 ?? 0;
  if (tokenLagMs > MAX_SEND_LAG_MS)
    faults.push(
      `invalid: token lag p99 ${tokenLagMs} ms > ${MAX_SEND_LAG_MS} ms${coreWait(run)}; --workers spreads the conversations over free cores`,
    );
  const unsent = level.errors.client_limit ?? 0;
  if (unsent > 0)
    faults.push(
      `invalid: the tester had no descriptor left for ${unsent} requests: raise its limit (ulimit -n), or add --workers`,
    );
  if (!run.openLoop) return { valid: faults.length === 0, warnings: faults, saturated: false };
  const rateError = sendRateError(run);
  if (rateError !== null && Math.abs(rateError) > MAX_RATE_ERROR)
    faults.push(`invalid: sent at ${percent(1 + rateError)} of the planned rate`);
  const flightError = inFlightError(run);
  if (flightError !== null)
    faults.push(
      `invalid: requests in flight were ${percent(1 + flightError)} of rate × mean service time`,
    );
  const share = achievedShare(run, level);
  const saturated = share !== null && share < SATURATED_SHARE;
  const counted = countedRequests(level);
  const failed = (counted - level.ok) / Math.max(1, counted);
  const warnings: string[] = [];
  if (failed > FAILED_SHARE)
    warnings.push(
      `failed: ${percent(failed)} of the requests failed, so the level says nothing about the capacity; latencies exclude them`,
    );
  else {
    if (saturated)
      warnings.push(`server saturated: achieved ${percent(share)} of the planned rate`);
    if (failed > 1 - SATURATED_SHARE)
      warnings.push(`${percent(failed)} of the requests failed; latencies exclude them`);
  }
  return { valid: faults.length === 0, warnings: [...faults, ...warnings], saturated };
}

/** Formats the time for which the tester's event loop waited for a core; empty if unknown. */
function coreWait({ coreWaitMs }: LevelRun): string {
  return coreWaitMs === null
    ? ""
    : ` (the event loop waited ${(coreWaitMs / 1000).toFixed(1)} s for a core)`;
}

/**
 * Returns the deviation of the sending rate from the planned rate, as a fraction; null if it is within the timer
 * resolution. A request that `--max-in-flight` delayed is due when its slot becomes free.
 */
function sendRateError(run: LevelRun): number | null {
  const sent = run.outcomes.map(({ sentMs }) => sentMs);
  const planned = run.outcomes.map(({ sentMs, sendLagMs }) => sentMs - sendLagMs);
  const [sentSpan, plannedSpan] = [span(sent), span(planned)];
  if (plannedSpan <= 0 || Math.abs(sentSpan - plannedSpan) <= TICK_MS) return null;
  return plannedSpan / sentSpan - 1;
}

/**
 * Checks the records by Little's law: compares the requests in flight, counted every 100 ms, with rate × mean service time
 * from the records. Returns the deviation as a fraction; null within 5 % or within the sampling error. Each request is
 * miscounted by up to half a sample, and the sum of these errors grows with √requests.
 */
function inFlightError(run: LevelRun): number | null {
  const samples = run.inFlight;
  // The time runs to the last end, also of a failure, because failures are counted in flight too.
  const wallMs = span(run.outcomes.flatMap(({ dueMs, endMs }) => [dueMs, endMs]));
  if (samples.length < 10 || wallMs <= 0) return null;
  const timesMs = run.outcomes.reduce((sum, { endMs, sentMs }) => sum + endMs - sentMs, 0);
  const expected = timesMs / wallMs;
  const counted = samples.reduce((sum, count) => sum + count, 0) / samples.length;
  const noise = (4 * Math.sqrt(run.outcomes.length)) / 2 / samples.length;
  const error = counted - expected;
  return Math.abs(error) > Math.max(MAX_IN_FLIGHT_ERROR * expected, noise)
    ? error / expected
    : null;
}

/**
 * Returns the achieved rate divided by the rate that the plan allows; null without a rate. Only successes count as
 * achieved. The plan allows all requests within the sending time plus a drain, which is the mean response time of the
 * first 10 % of successes.
 */
function achievedShare(run: LevelRun, level: LevelSummary): number | null {
  const counted = run.outcomes.filter(({ error }) => !NOT_OF_THE_SERVER.has(error ?? ""));
  if (counted.length < 2 || level.wallS <= 0) return null;
  const successes = counted.filter(({ error }) => error === null).sort((a, b) => a.dueMs - b.dueMs);
  if (successes.length === 0) return 0;
  const earliest = successes.slice(0, Math.ceil(successes.length / 10));
  const drainMs =
    earliest.reduce((sum, { endMs, dueMs }) => sum + endMs - dueMs, 0) / earliest.length;
  const dueMs = counted.map((outcome) => outcome.dueMs);
  // The rate of the level is computed over at least the plan, which can be longer than the sending and the drain.
  const plannedMs = plannedEndMs(run) - dueMs.reduce((a, b) => Math.min(a, b));
  const allowedS = Math.max(span(dueMs) + drainMs, plannedMs) / 1000;
  return successes.length / level.wallS / (counted.length / allowedS);
}

/** Returns the difference between the largest and the smallest value. */
function span(values: readonly number[]): number {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return high - low;
}

import { expect, test } from "bun:test";
import type { FailureKind } from "../http/failure.ts";
import { outcomeOf, runOf } from "./outcome.fake.ts";
import { summarizeLevel } from "./summary.ts";
import { verdict } from "./validity.ts";

interface Shape {
  readonly lagMs?: (seq: number) => number;
  readonly serviceMs?: (seq: number) => number;
  readonly inFlight?: number;
  readonly error?: (seq: number) => FailureKind | null;
}

/** Judges a level of 200 requests at 10/s. */
function judge({
  lagMs = () => 1,
  serviceMs = () => 500,
  inFlight = 5,
  error = () => null,
}: Shape) {
  const outcomes = Array.from({ length: 200 }, (_, seq) => {
    const dueMs = seq * 100;
    const sentMs = dueMs + lagMs(seq);
    const endMs = sentMs + serviceMs(seq);
    return outcomeOf({ dueMs, sentMs, endMs, sendLagMs: lagMs(seq), audioS: 1, error: error(seq) });
  });
  const run = runOf(outcomes, { inFlight: Array.from({ length: 204 }, () => inFlight) });
  return verdict(run, summarizeLevel(run, "type7"));
}

test("verdict() - a level sent on time is valid", () => {
  expect(judge({})).toEqual({ valid: true, warnings: [], saturated: false });
});

test("verdict() - a level with a send lag above 20 ms at p99 is invalid", () => {
  expect(judge({ lagMs: (seq) => (seq % 20 === 0 ? 50 : 1) }).valid).toBe(false);
});

test("verdict() - for a burst, only the send lag is checked", () => {
  // All requests are due at 0 and sent 0.1 ms apart.
  const burst = (count: number) => {
    const outcomes = Array.from({ length: count }, (_, seq) =>
      outcomeOf({ sentMs: seq / 10, endMs: 5000, sendLagMs: seq / 10, audioS: 1 }),
    );
    const run = runOf(outcomes, { targetQps: null, openLoop: false, inFlight: Array(50).fill(1) });
    return verdict(run, summarizeLevel(run, "type7"));
  };
  expect(burst(150)).toEqual({ valid: true, warnings: [], saturated: false });
  const { valid, warnings } = burst(1000);
  expect(valid).toBe(false);
  expect(warnings).toEqual([
    expect.stringMatching(/^invalid: send lag p99 .*--workers spreads the sending/),
  ]);
});

test("verdict() - reports late sends with the wait for a core, if the wait is known", () => {
  const late = [outcomeOf({ dueMs: 0, sentMs: 90, endMs: 1000, sendLagMs: 90, audioS: 1 })];
  const warningsOf = (coreWaitMs: number | null) => {
    const run = runOf(late, { inFlight: [], coreWaitMs });
    return verdict(run, summarizeLevel(run, "type7")).warnings.join();
  };
  expect(warningsOf(750)).toContain("(the event loop waited 0.8 s for a core)");
  expect(warningsOf(null)).not.toContain("waited");
});

test("verdict() - a level with a sending rate off by more than 1 % is invalid", () => {
  const { valid, warnings } = judge({ lagMs: (seq) => seq * 2 });
  expect(valid).toBe(false);
  expect(warnings.some((warning) => warning.includes("planned rate"))).toBe(true);
});

test("verdict() - a level is invalid if its requests in flight contradict rate × mean service time", () => {
  expect(judge({ inFlight: 4 }).valid).toBe(false);
});

test("verdict() - a saturated server does not make a level invalid", () => {
  // The server serves 5/s, so each request waits 100 ms longer than the previous request.
  const serviceMs = (seq: number) => 500 + seq * 100;
  const inFlight = (200 * 500 + 100 * ((199 * 200) / 2)) / (199 * 100 + 500 + 199 * 100 + 1);
  const { valid, saturated } = judge({ serviceMs, inFlight });
  expect({ valid, saturated }).toEqual({ valid: true, saturated: true });
});

test("verdict() - a wait for a slot of --max-in-flight is not send lag", () => {
  // Requests are planned at 10/s, but the only slot takes 500 ms per request. Request i is sent at 500·i, when the slot is free.
  const outcomes = Array.from({ length: 200 }, (_, seq) => {
    const sentMs = seq * 500 + 1;
    return outcomeOf({ dueMs: seq * 100, sentMs, endMs: sentMs + 499, sendLagMs: 1 });
  });
  const run = runOf(outcomes, { inFlight: Array.from({ length: 1000 }, () => 1) });
  const { valid, saturated } = verdict(run, summarizeLevel(run, "type7"));
  expect({ valid, saturated }).toEqual({ valid: true, saturated: true });
});

test.each(["http_5xx", "http_429", "truncated"] as const)(
  "verdict() - if a fifth of the requests fail with %s, the level is valid and the server is saturated",
  (kind) => {
    const { valid, saturated, warnings } = judge({
      error: (seq) => (seq % 5 === 0 ? kind : null),
    });
    expect({ valid, saturated }).toEqual({ valid: true, saturated: true });
    expect(warnings[0]).toMatch(/^server saturated: achieved 80\.\d % of the planned rate$/);
    expect(warnings[1]).toBe("20.0 % of the requests failed; latencies exclude them");
  },
);

test("verdict() - a few failures that end late do not lower the achieved rate", () => {
  const fails = (seq: number) => seq % 50 === 0;
  const { saturated } = judge({
    serviceMs: (seq) => (fails(seq) ? 60_000 : 500),
    error: (seq) => (fails(seq) ? "timeout_total" : null),
  });
  expect(saturated).toBe(false);
});

test("verdict() - timeouts of the first requests do not lengthen the time allowed for the last answers, so the level is saturated", () => {
  const fails = (seq: number) => seq < 20;
  const { saturated } = judge({
    serviceMs: (seq) => (fails(seq) ? 60_000 : 500),
    error: (seq) => (fails(seq) ? "timeout_total" : null),
  });
  expect(saturated).toBe(true);
});

test("verdict() - a level with fewer than half successes has failed and says nothing about the capacity", () => {
  const { saturated, warnings } = judge({ error: (seq) => (seq < 99 ? null : "http_5xx") });
  expect(saturated).toBe(true);
  expect(warnings).toContain(
    "failed: 50.5 % of the requests failed, so the level says nothing about the capacity; latencies exclude them",
  );
  expect(warnings.join()).not.toContain("server saturated");
});

test("verdict() - a level is valid if its failures end long after the last success", () => {
  // In the first 20 s, while requests are sent, 5 are in flight: 10/s × 0.5 s. In nearly 20 s after that, only the last
  // five are in flight, which time out after 20 s.
  const serviceMs = (seq: number) => (seq < 195 ? 500 : 20_000);
  const wallMs = 199 * 100 + 1 + 20_000;
  const inFlight = (195 * 500 + 5 * 20_000) / wallMs;
  const { valid } = judge({
    serviceMs,
    inFlight,
    error: (seq) => (seq < 195 ? null : "timeout_total"),
  });
  expect(valid).toBe(true);
});

test("verdict() - a level with a send lag of exactly 20 ms is valid", () => {
  expect(judge({ lagMs: () => 20 }).valid).toBe(true);
  expect(judge({ lagMs: () => 20.001 }).valid).toBe(false);
});

/** Judges two requests that are planned 100 ms apart. The second is sent `lateMs` late and has service time `serviceMs`. */
function judgeTwo(lateMs: number, serviceMs = 100) {
  const second = {
    dueMs: 100,
    sentMs: 100 + lateMs,
    sendLagMs: lateMs,
    endMs: 100 + lateMs + serviceMs,
  };
  const run = runOf([outcomeOf({ endMs: 100 }), outcomeOf(second)]);
  return verdict(run, summarizeLevel(run, "type7"));
}

test("verdict() - a level is valid if its sending lasts at most 2 ms longer than planned, one timer tick at each end", () => {
  expect(judgeTwo(2).valid).toBe(true);
  expect(judgeTwo(2.001).valid).toBe(false);
});

test("verdict() - two requests are enough to detect saturation", () => {
  expect(judgeTwo(0).saturated).toBe(false);
  expect(judgeTwo(0, 5000).saturated).toBe(true);
});

test("verdict() - the requests in flight can deviate by the sampling error", () => {
  // The tolerance is the larger of 5 % of the expected 1 request and four times the error of miscounting 200 requests by
  // half a sample each: 4 · √200 · ½ / 204 samples = 0.139 requests.
  const serviceMs = () => 100;
  expect(judge({ serviceMs, inFlight: 1.12 }).valid).toBe(true);
  expect(judge({ serviceMs, inFlight: 1.16 }).valid).toBe(false);
});

test("verdict() - requests without a descriptor make the level invalid, not the server saturated", () => {
  const limited = judge({ error: (seq) => (seq % 5 === 0 ? "client_limit" : null) });
  expect(limited.valid).toBe(false);
  expect(limited.warnings.join()).toContain("ulimit -n");
  expect(limited.warnings.join()).not.toContain("server saturated");
});

test("verdict() - connections that were stale on reuse do not make the server saturated", () => {
  const { warnings } = judge({ error: (seq) => (seq % 5 === 0 ? "stale_connection" : null) });
  expect(warnings.join()).not.toContain("server saturated");
});

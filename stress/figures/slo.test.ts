import { expect, test } from "bun:test";
import type { Outcome } from "./outcome.ts";
import { outcomeOf, runOf } from "./outcome.fake.ts";
import { gateLine, goodput, judge, parseSlo } from "./slo.ts";
import { summarizeLevel } from "./summary.ts";

/** A request due at 0 that was sent at `sentMs` and took `serviceMs`. */
function outcome(sentMs: number, serviceMs: number, error: Outcome["error"] = null): Outcome {
  const answered = error === null;
  return outcomeOf({
    sentMs,
    firstAudioMs: answered ? sentMs + serviceMs / 2 : null,
    endMs: sentMs + serviceMs,
    audioS: answered ? 1 : null,
    error,
  });
}

const run = (outcomes: Outcome[], openLoop = true) => runOf(outcomes, { openLoop });
const level = (outcomes: Outcome[]) => summarizeLevel(run(outcomes), "type7");

test("limits take ms, s and %, and mean the same in each", () => {
  expect(
    parseSlo("ttfa_p95<0.3s,stall_rate<=1%,goodput>0.5,achieved_qps>=3,rtf_p99<0.8").map(
      ({ limit }) => limit,
    ),
  ).toEqual([300, 0.01, 0.5, 3, 0.8]);
});

test.each([
  "ttfa<300ms",
  "ttfa_p97<3ms",
  "stall_rate_p95<1%",
  "ttfa_p95<300",
  "rtf_p99<1ms",
  "x_p50<1ms",
  "",
])("%p is refused with the grammar", (text) => {
  expect(() => parseSlo(text)).toThrow("is no gate");
});

test("a gate's value is the worst level's, and it must hold in all", () => {
  const levels = [level([outcome(0, 100)]), level([outcome(0, 400)])];
  expect(judge(parseSlo("response_max<300ms,achieved_qps>5"), levels)).toEqual([
    { expr: "response_max<300ms", value: 400, pass: false },
    { expr: "achieved_qps>5", value: 2.5, pass: false },
  ]);
});

test("a gate's line shows its value in the unit that people write", () => {
  const levels = [level([outcome(0, 400), outcome(0, 50, "http_429")])];
  expect(
    judge(parseSlo("response_max<0.3s,error_rate<60%,rtf_p50<1"), levels).map(gateLine),
  ).toEqual([
    "response_max<0.3s: NOT MET (400 ms)",
    "error_rate<60%: met (50.0 %)",
    "rtf_p50<1: met (0.4)",
  ]);
  const unmeasured = judge(parseSlo("stall_rate<1%"), levels).map(gateLine);
  expect(unmeasured).toEqual(["stall_rate<1%: NOT MET (not measured)"]);
});

test("what was not measured is a fail, never a pass", () => {
  const [gate] = judge(parseSlo("stall_rate<99%"), [level([outcome(0, 100)])]);
  expect(gate).toEqual({ expr: "stall_rate<99%", value: null, pass: false });
  expect(judge(parseSlo("error_rate<99%"), [])[0]?.pass).toBe(false);
});

test("goodput is over all requests; failures meet nothing and our own aborts count nowhere", () => {
  const outcomes = [
    outcome(0, 100),
    outcome(0, 500),
    outcome(0, 50, "http_429"),
    outcome(0, 50, "aborted"),
  ];
  expect(goodput(parseSlo("response_p95<300ms"), outcomes, true)).toBeCloseTo(1 / 3, 9);
  expect(judge(parseSlo("error_rate<50%"), [level(outcomes)])[0]?.value).toBeCloseTo(1 / 3, 9);
  expect(goodput([], outcomes, true)).toBeNull();
});

test("first audio counts from the planned instant in open loop and from the send in closed loop", () => {
  const late = [outcome(1000, 100)];
  expect(summarizeLevel(run(late), "type7").ttfaMs?.mean).toBe(1050);
  expect(summarizeLevel(run(late, false), "type7").ttfaMs?.mean).toBe(50);
  expect(summarizeLevel(run(late), "type7").rtf?.mean).toBe(0.1);
});

test("failures enter no latency; the wall ends at the last completion", () => {
  const summary = level([outcome(0, 100), outcome(0, 2000), outcome(0, 9000, "timeout_total")]);
  expect(summary).toMatchObject({
    requests: 3,
    ok: 2,
    errors: { timeout_total: 1 },
    serviceMs: { n: 2, max: 2000 },
    wallS: 2,
    achievedQps: 1,
  });
});

test("an audible_ttfa gate judges the first audible sample, and silence was not heard", () => {
  const heard = (audibleMs: number | null) =>
    outcomeOf({ firstAudioMs: 100, audibleMs, endMs: 900, audioS: 1 });
  const gates = parseSlo("audible_ttfa_max<300ms,ttfa_max<300ms");
  const judged = (outcomes: Outcome[]) => judge(gates, [level(outcomes)]);
  expect(judged([heard(250), heard(400), heard(null)])).toEqual([
    { expr: "audible_ttfa_max<300ms", value: 400, pass: false },
    { expr: "ttfa_max<300ms", value: 100, pass: true },
  ]);
  expect(judged([heard(null)])[0]).toMatchObject({ value: null, pass: false });
  const audible = parseSlo("audible_ttfa_p95<300ms");
  expect(goodput(audible, [heard(250), heard(400), heard(null), heard(299)], true)).toBe(0.5);
});

import { expect, test } from "bun:test";
import type { Outcome } from "./outcome.ts";
import { outcomeOf, runOf } from "./outcome.fake.ts";
import { gateLine, parseSlo } from "./gate.ts";
import { goodput, judge, tally, targetShare } from "./slo.ts";
import { summarizeLevel } from "./summary.ts";

/** Returns a request that is due at 0 and sent at `sentMs`, with service time `serviceMs`. */
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

test("parseSlo() - limits accept ms, s, % and plain numbers", () => {
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
])("parseSlo() - refuses %p with an error that shows the grammar", (text) => {
  expect(() => parseSlo(text)).toThrow(/is not a gate.*; expected \{response\|/);
});

test.each([
  ["tfa_p95<300ms", "did you mean ttfa_p95?"],
  ["stal_rate<1%", "did you mean stall_rate?"],
  ["first_token_sound_p95<350ms", "expected {response"],
  ["first_token_to_soud_p95<350ms", "did you mean first_token_to_sound_p95?"],
  ["ttfa_p95<300", "a time needs a unit, such as ttfa_p95<300ms"],
  ["chunk_gap_max <= 5", "a time needs a unit, such as chunk_gap_max <= 5ms"],
  ["rtf_p99<1ms", "is not a gate; expected"],
])("parseSlo() - says of %p: %s", (text, hint) => {
  expect(() => parseSlo(text)).toThrow(hint);
});

test("judge() - applies a gate to the worst level", () => {
  const levels = [level([outcome(0, 100)]), level([outcome(0, 400)])];
  expect(judge(parseSlo("response_max<300ms,achieved_qps>5"), levels)).toEqual([
    { expr: "response_max<300ms", value: 400, pass: false },
    { expr: "achieved_qps>5", value: 2.5, pass: false },
  ]);
});

test("gateLine() - shows the value in its unit", () => {
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

test("judge() - fails a gate that was not measured", () => {
  const [gate] = judge(parseSlo("stall_rate<99%"), [level([outcome(0, 100)])]);
  expect(gate).toEqual({ expr: "stall_rate<99%", value: null, pass: false });
  expect(judge(parseSlo("error_rate<99%"), [])[0]?.pass).toBe(false);
});

test("goodput() - counts failures as missed and excludes aborted requests", () => {
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

test("summarizeLevel() - measures first audio from the planned send time only in an open loop", () => {
  const late = [outcome(1000, 100)];
  expect(summarizeLevel(run(late), "type7").ttfaMs?.mean).toBe(1050);
  expect(summarizeLevel(run(late, false), "type7").ttfaMs?.mean).toBe(50);
  expect(summarizeLevel(run(late), "type7").rtf?.mean).toBe(0.1);
});

test("summarizeLevel() - excludes failures from latencies and from the wall time", () => {
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

test("judge() - an audible_ttfa gate uses the first audible sample", () => {
  const audible = (audibleMs: number | null) =>
    outcomeOf({ firstAudioMs: 100, audibleMs, endMs: 900, audioS: 1 });
  const gates = parseSlo("audible_ttfa_max<300ms,ttfa_max<300ms");
  const judged = (outcomes: Outcome[]) => judge(gates, [level(outcomes)]);
  expect(judged([audible(250), audible(400), audible(null)])).toEqual([
    { expr: "audible_ttfa_max<300ms", value: 400, pass: false },
    { expr: "ttfa_max<300ms", value: 100, pass: true },
  ]);
  expect(judged([audible(null)])[0]).toMatchObject({ value: null, pass: false });
  expect(
    goodput(
      parseSlo("audible_ttfa_p95<300ms"),
      [audible(250), audible(400), audible(null), audible(299)],
      true,
    ),
  ).toBe(0.5);
});

test.each([
  ["<", false],
  ["<=", true],
  [">", false],
  [">=", true],
])("judge() - a value equal to the limit of %s passes: %p", (comparison, pass) => {
  const gates = parseSlo(`response_max${comparison}300ms`);
  expect(judge(gates, [level([outcome(0, 300)])])[0]).toMatchObject({ value: 300, pass });
  expect(tally(gates, [outcome(0, 300)], true).good).toBe(Number(pass));
});

test("judge() - applies a > gate to the smallest value", () => {
  const levels = [level([outcome(0, 100)]), level([outcome(0, 400)])];
  expect(judge(parseSlo("response_max>200ms"), levels)[0]).toMatchObject({
    value: 100,
    pass: false,
  });
});

test("judge() - fails achieved_qps and error_rate if all requests were aborted", () => {
  const aborted = [level([outcome(0, 100, "aborted")])];
  expect(judge(parseSlo("achieved_qps>=0,error_rate<=1"), aborted)).toMatchObject([
    { value: null, pass: false },
    { value: null, pass: false },
  ]);
});

test("tally() - counts for each gate the successful requests that missed the gate", () => {
  const outcomes = [
    outcome(0, 100),
    outcome(0, 500),
    outcome(400, 100),
    outcome(0, 50, "http_5xx"),
  ];
  const gates = parseSlo("response_p95<300ms,service_p95<300ms,error_rate<1%,achieved_qps>9");
  expect(tally(gates, outcomes, true)).toEqual({
    requests: 4,
    good: 1,
    failed: 1,
    missed: [2, 1, 0, 0],
  });
});

test("tally() - stall_rate accepts a stall of exactly 50 ms", () => {
  const stalled = (ms: number) =>
    outcomeOf({
      endMs: 900,
      chunks: [
        [0, 100],
        [100 + ms, 100],
      ],
    });
  const outcomes = [stalled(50), stalled(51), outcomeOf({ endMs: 900 })];
  expect(tally(parseSlo("stall_rate<1%"), outcomes, true).good).toBe(1);
});

test("targetShare() - returns the largest of the goodput gates and --target", () => {
  const gates = parseSlo("goodput>90%,goodput>=97%,stall_rate<99%");
  expect(targetShare(gates, 0.95)).toBe(0.97);
  expect(targetShare(gates, 0.99)).toBe(0.99);
  expect(targetShare(parseSlo("stall_rate<99%"), null)).toBeNull();
});

test("goodput() - measures latencies from the planned send time in an open loop, otherwise from the send", () => {
  const late = outcomeOf({ dueMs: 1000, sentMs: 1100, firstAudioMs: 1300, audibleMs: 1350 });
  const share = (gate: string, openLoop: boolean) => goodput(parseSlo(gate), [late], openLoop);
  expect(share("ttfa_p95<=300ms,audible_ttfa_p95<=350ms", true)).toBe(1);
  expect(share("ttfa_p95<=200ms,audible_ttfa_p95<=250ms", false)).toBe(1);
  expect(share("audible_ttfa_p95<350ms", true)).toBe(0);
  expect(share("ttfa_p95<200ms", false)).toBe(0);
});

import { expect, test } from "bun:test";
import type { LevelSummary } from "../figures/summary.ts";
import { summaryOf } from "../results/runSummary.fake.ts";
import type { Probe, SearchResult } from "../results/searchResult.ts";
import { headline } from "./headline.ts";
import { levelAt, sweepOf } from "./level.fake.ts";

const SLO = "ttfa_p95<300ms";
const sweep = (...levels: LevelSummary[]) => headline(sweepOf(SLO, levels));
const at = (qps: number, firstAudioMs: number, changes: Partial<LevelSummary> = {}) =>
  levelAt(qps, { firstAudioMs, slo: SLO, ...changes });

test("a sweep holds the highest rate below the first that misses a gate, which is told with the excess", () => {
  expect(sweep(at(1, 100), at(3, 200), at(4, 412))).toEqual({
    tone: "mixed",
    text: "Holds 3 requests/s within first audio p95 < 300 ms; at 4 requests/s the first audio p95 is 412 ms (112 ms over the limit).",
  });
});

test("the order of the levels does not matter", () => {
  const levels = [at(4, 412), at(1, 100), at(3, 200)];
  expect(sweep(...levels).text).toBe(sweep(...levels.toReversed()).text);
});

test("a sweep without a miss says that its limit was not reached", () => {
  expect(sweep(at(1, 100), at(2, 100))).toEqual({
    tone: "good",
    text: "Holds 2 requests/s within first audio p95 < 300 ms, the highest load that was measured.",
  });
});

test("a sweep whose lowest rate misses a gate holds nothing", () => {
  expect(sweep(at(1, 1412), at(2, 1500))).toEqual({
    tone: "bad",
    text: "Does not even hold 1 request/s within first audio p95 < 300 ms, the lowest load that was measured: the first audio p95 is 1.41 s (1.11 s over the limit).",
  });
});

test("a single level is told with its values", () => {
  expect(sweep(at(2, 120)).text).toBe(
    "Holds 2 requests/s within first audio p95 < 300 ms (measured: 120 ms).",
  );
});

test("a value close to its limit is told with the digits that differ", () => {
  expect(sweep(at(2, 300.04)).text).toContain("first audio p95 is 300.04 ms (0.04 ms over");
  expect(sweep(at(2, 300)).text).toContain("first audio p95 is 300 ms (exactly the limit)");
});

test("a rate that holds again above the first miss is told", () => {
  expect(sweep(at(1, 100), at(2, 400), at(3, 100)).text).toEndWith(
    " Level 3.0: held again, so the limit is not sharp.",
  );
});

test("a level that the tester sent late is neither a finding nor hidden", () => {
  const late = { valid: false, warnings: ["invalid: send lag p99 52 ms > 20 ms"] };
  expect(sweep(at(1, 100), at(2, 400, late)).text).toBe(
    "Holds 1 request/s within first audio p95 < 300 ms (measured: 100 ms). Level 2.0: not judged, because the tester did not send as planned; as measured, at 2 requests/s the first audio p95 is 400 ms (100 ms over the limit).",
  );
  expect(sweep(at(1, 100, late))).toEqual({
    tone: "open",
    text: "Invalid: the tester did not send as planned (send lag p99 52 ms > 20 ms), so these figures may be those of its machine and not of the server. Holds 1 request/s within first audio p95 < 300 ms (measured: 100 ms).",
  });
});

test("a saturated level fails although its gates are met", () => {
  expect(sweep(at(1, 100), at(8, 100, { saturated: true, achievedQps: 6.1 })).text).toEndWith(
    "; at 8 requests/s the server completes only 6.1 requests/s (8 requests/s sent), although its gates are met.",
  );
});

test("a level in which every request failed names the kind", () => {
  const level = levelAt(5, { slo: SLO, ok: 0, errors: { http_5xx: 90, connect: 10 } });
  expect(sweep(level)).toEqual({
    tone: "bad",
    text: "Does not hold 5 requests/s within first audio p95 < 300 ms: every request failed (an error of the server, HTTP 5xx).",
  });
});

test("a rate misses several gates, each with its own unit", () => {
  const slo = "ttfa_p95<300ms,stall_rate<1%,achieved_qps>=5";
  const stalls = {
    episodes: 6,
    stalledS: 1,
    share50: 0.06,
    share100: 0,
    share200: 0,
    preroll95Ms: 60,
    preroll99Ms: 80,
  };
  const level = levelAt(4, { slo, firstAudioMs: 412, stalls, achievedQps: 3.9 });
  expect(headline(sweepOf(slo, [level])).text).toBe(
    "Does not hold 4 requests/s within first audio p95 < 300 ms, stall rate < 1 % and achieved rate >= 5 requests/s: " +
      "the first audio p95 is 412 ms (112 ms over the limit), the stall rate is 6 % (5 percentage points over the limit) and " +
      "the achieved rate is 3.9 requests/s (1.1 requests/s under the limit).",
  );
});

test("without gates, a sweep tells the highest rate that the server kept up with", () => {
  const saturated = levelAt(3, { saturated: true, achievedQps: 2.5 });
  expect(headline(sweepOf("", [levelAt(1), levelAt(2), saturated]))).toEqual({
    tone: "mixed",
    text: "Holds 2 requests/s; at 3 requests/s the server completes only 2.5 requests/s (3 requests/s sent). At 2 requests/s, half of the answers are complete after 500 ms and 95 % after 500 ms. No limits were set (--slo).",
  });
});

const burst = (changes: Partial<LevelSummary>) => ({
  ...levelAt(10),
  label: "burst",
  targetQps: null,
  concurrency: 100,
  ...changes,
});

test("a burst and a closed loop are told by their requests", () => {
  const told = (level: LevelSummary) => headline(summaryOf({ levels: [level] }));
  expect(told(burst({}))).toEqual({
    tone: "good",
    text: "At 100 requests at once, half of the answers are complete after 500 ms and 95 % after 500 ms. No limits were set (--slo).",
  });
  expect(told(burst({ ok: 97, errors: { http_429: 3 } })).text).toContain(
    " 3 of 100 requests failed at that load.",
  );
  expect(told(burst({ ok: 80, errors: { http_429: 20 } }))).toMatchObject({
    tone: "bad",
    text: expect.stringContaining("Does not hold 100 requests at once: 20 of 100 requests failed"),
  });
  expect(told(burst({ label: "c100" })).text).toStartWith("At 100 requests in flight, ");
  const loop = (concurrency: number, achievedQps: number) =>
    burst({ label: `c${concurrency}`, concurrency, achievedQps });
  const levels = [loop(1, 2), loop(4, 5.5), loop(16, 5.2)];
  expect(headline(summaryOf({ kind: "closed", levels })).text).toStartWith(
    "Completes the most with 4 requests in flight: 5.5 requests/s. At 4 requests in flight, half",
  );
});

test("a run that was killed or interrupted says so, and does not judge its last level", () => {
  const levels = [at(1, 100), at(2, 100, { complete: false })];
  expect(headline({ ...sweepOf(SLO, levels), ended: "killed" }).text).toBe(
    "The run was killed before its end. Holds 1 request/s within first audio p95 < 300 ms (measured: 100 ms). Level 2.0: not judged, because not all requests were sent and answered.",
  );
  const first = {
    ...sweepOf(SLO, [at(1, 100, { complete: false })]),
    ended: "interrupted" as const,
  };
  expect(headline(first)).toEqual({
    tone: "open",
    text: "The run was interrupted before its end. No finding about the server, because no level was complete; at 1 request/s, half of the answers are complete after 500 ms and 95 % after 500 ms.",
  });
});

test("a run without levels and a shard have no finding", () => {
  expect(headline(summaryOf()).text).toBe("No finding about the server: no request was sent.");
  const shard = { index: 1, count: 4, levels: [] };
  expect(headline({ ...sweepOf(SLO, [at(1, 100)]), shard }).text).toStartWith("Part 2 of 4");
});

const probe = (qps: number, good: number): Probe => ({
  qps,
  repeats: 3,
  requests: 300,
  good,
  failed: 0,
  missed: [300 - good],
  share: good / 300,
  lowerBound: good / 300 - 0.02,
  pass: good > 290,
  valid: true,
});

function searched(changes: Partial<SearchResult>) {
  const search: SearchResult = {
    target: 0.95,
    capacityQps: 3,
    share: 1,
    lowerBound: 0.98,
    bracket: [3, 4],
    binding: SLO,
    ended: "found",
    valid: true,
    probes: [probe(3, 300), probe(4, 100)],
    ...changes,
  };
  return headline(summaryOf({ kind: "search", settings: { slo: SLO }, search }));
}

test("a search tells its capacity and the gate that most requests miss above it", () => {
  expect(searched({})).toEqual({
    tone: "mixed",
    text: "Holds 3 requests/s: at least 98.0 % of the requests have first audio < 300 ms; at 4 requests/s only 33.3 % of the requests do (100 of 300; 95.0 % must be proven), and most of the others miss the limit of the first audio.",
  });
});

test("a search tells when its capacity has no end, does not exist, or is not known yet", () => {
  const top = searched({
    ended: "highest_passes",
    bracket: [3, null],
    binding: null,
    probes: [probe(3, 300)],
  });
  expect(top.text).toEndWith(". No higher rate was measured.");
  const none = { capacityQps: null, share: null, lowerBound: null, bracket: [null, 4] as const };
  expect(searched({ ...none, ended: "lowest_fails", probes: [probe(4, 100)] })).toMatchObject({
    tone: "bad",
    text: expect.stringContaining(
      "Does not even hold 4 requests/s, the lowest rate measured: only 33.3 % of the requests have first audio < 300 ms (100 of 300;",
    ),
  });
  expect(searched({ ...none, ended: "interrupted", probes: [] }).text).toBe(
    "No finding about the server. The search was interrupted before its result was as narrow as requested.",
  );
  expect(searched({ ended: "max_probes" }).text).toContain("The search ended at --max-probes");
  expect(searched({ valid: false }).tone).toBe("open");
});

import { expect, setDefaultTimeout, test } from "bun:test";
import { judgeProbe, nextRate, type SearchLimits, searchResult } from "./bracket.ts";
import { createRandom } from "../../src/stats/random.ts";
import type { Probe } from "../results/searchResult.ts";
import { searchExitCode } from "../run/verdict.ts";
import { parseSlo } from "../figures/gate.ts";
import type { Tally } from "../figures/slo.ts";

// Simulations take long on a busy machine.
setDefaultTimeout(60_000);

const LIMITS: SearchLimits = { minQps: 1, maxQps: 100, resolution: 0.05, maxProbes: 16 };
const RULE = { target: 0.95, repeats: 3, samples: 100 };
const GATES = parseSlo("response_p95<300ms,stall_rate<1%");

/** Searches against a simulated server: `serve` returns the tally of a repeat at `qps`. */
function search(
  serve: (qps: number, repeat: number) => Tally,
  limits: Partial<SearchLimits> = {},
  rule = RULE,
) {
  const probes: Probe[] = [];
  let next = nextRate(probes, { ...LIMITS, ...limits });
  for (; typeof next === "number"; next = nextRate(probes, { ...LIMITS, ...limits })) {
    const repeats: (Tally & { valid: boolean })[] = [];
    let probe: Probe | null = null;
    while (probe === null) {
      repeats.push({ ...serve(next, repeats.length), valid: true });
      probe = judgeProbe(next, repeats, rule);
    }
    probes.push(probe);
  }
  return {
    probes,
    ended: next,
    result: searchResult(probes, GATES, { target: 0.95, ended: next }),
  };
}

const tallied = (good: number, requests = 100): Tally => ({
  requests,
  good,
  failed: 0,
  missed: [requests - good, 0],
});
/** Simulates a server: up to `capacity` all requests meet the gates, above `capacity` a third. */
const capacityOf = (capacity: number) => (qps: number) => tallied(qps <= capacity ? 100 : 33);

test("the search ends with a narrow bracket around the true capacity", () => {
  for (const capacity of [1, 3.7, 20, 63.1, 99]) {
    const { result, probes, ended } = search(capacityOf(capacity));
    expect(ended).toBe("found");
    const [passed, failed] = result.bracket;
    expect(passed).toBeLessThanOrEqual(capacity);
    expect(failed).toBeGreaterThan(capacity);
    expect((failed ?? NaN) / (passed ?? NaN)).toBeLessThanOrEqual(1.05);
    expect(Math.max(...probes.map(({ qps }) => qps))).toBeLessThanOrEqual(2 * capacity);
    expect(result).toMatchObject({ capacityQps: passed, share: 1, binding: "response_p95<300ms" });
    expect(result.lowerBound).toBeCloseTo(0.05 ** (1 / 300), 9);
  }
});

test("a search whose lowest rate fails has no capacity", () => {
  const none = search(capacityOf(0.5));
  expect(none.result).toMatchObject({
    ended: "lowest_fails",
    capacityQps: null,
    lowerBound: null,
    bracket: [null, 1],
  });
  expect(searchExitCode(none.result)).toBe(2);
});

test("a search whose highest rate passes has no upper bound", () => {
  const all = search(capacityOf(1000));
  expect(all.result).toMatchObject({
    ended: "highest_passes",
    bracket: [100, null],
    binding: null,
  });
  expect(searchExitCode(all.result)).toBe(0);
});

test("a search tests at most the maximum number of rates", () => {
  const { probes, ended, result } = search(capacityOf(37), { maxProbes: 8 });
  expect({ count: probes.length, ended }).toEqual({ count: 8, ended: "max_probes" });
  expect(result.bracket[0]).toBeLessThanOrEqual(37);
});

test("a rate passes only if the lower bound of its fraction of good requests reaches the target", () => {
  // 288 of 300 are 96 %, but their lower bound is below 95 %. The lower bound of 293 of 300 is above 95 %.
  expect(search((_, repeat) => tallied([96, 96, 96][repeat] ?? 0)).result.capacityQps).toBeNull();
  expect(search((_, repeat) => tallied([97, 98, 98][repeat] ?? 0)).result.capacityQps).toBe(100);
});

test("a rate passes only after all repeats", () => {
  const repeat = (good: number) => ({ ...tallied(good), valid: true });
  expect(judgeProbe(5, [repeat(100), repeat(100)], RULE)).toBeNull();
  expect(judgeProbe(5, [repeat(100), repeat(100), repeat(100)], RULE)?.pass).toBe(true);
});

test("a rate fails as soon as the remaining repeats cannot reach the target", () => {
  const repeat = (good: number) => ({ ...tallied(good), valid: true });
  expect(judgeProbe(5, [repeat(95)], RULE)).toBeNull();
  expect(judgeProbe(5, [repeat(90)], RULE)).toMatchObject({ pass: false, repeats: 1 });
});

test("the binding gate is the most frequent cause of a miss, which can also be failed requests", () => {
  const serve = (failed: number, missed: [number, number]) => (qps: number) =>
    qps <= 4 ? tallied(100) : { requests: 100, good: 10, failed, missed };
  expect(search(serve(5, [20, 80])).result.binding).toBe("stall_rate<1%");
  expect(search(serve(85, [5, 0])).result.binding).toBe("failed requests");
});

test("a server whose true fraction of good requests is the target passes at most about one of twenty searches", () => {
  let passed = 0;
  for (let trial = 0; trial < 200; trial++) {
    const random = createRandom(trial, "share");
    const served = () => {
      let good = 0;
      for (let index = 0; index < 100; index++) if (random() < 0.95) good++;
      return tallied(good);
    };
    if (search(served, { maxProbes: 1 }).result.capacityQps !== null) passed++;
  }
  expect(passed).toBeLessThanOrEqual(19); // 5 % of 200 and three standard deviations
  expect(passed).toBeGreaterThan(0);
});

test("an end of the bracket that was not sent as planned makes the search invalid", () => {
  const probe = (qps: number, pass: boolean, valid: boolean): Probe => ({
    ...tallied(pass ? 300 : 0, 300),
    qps,
    pass,
    valid,
    repeats: 3,
    share: pass ? 1 : 0,
    lowerBound: pass ? 0.99 : 0,
  });
  const judge = (probes: Probe[]) =>
    searchExitCode(searchResult(probes, GATES, { target: 0.95, ended: "found" }));
  expect(judge([probe(1, true, false), probe(2, true, true), probe(3, false, true)])).toBe(0);
  expect(judge([probe(1, true, true), probe(2, false, false)])).toBe(3);
  expect(judge([{ ...probe(1, false, false), failed: 300 }])).toBe(1);
});

import { expect, test } from "bun:test";
import { parseSlo } from "../../figures/gate.ts";
import { levelAt, sweepOf } from "../../headline/level.fake.ts";
import { recordOf } from "../../records/record.fake.ts";
import type { RequestRecord } from "../../records/record.ts";
import { summaryOf } from "../../results/runSummary.fake.ts";
import type { Summary } from "../../results/runSummary.ts";
import { createGatherer } from "../gather.ts";
import { fitted } from "./chart.ts";
import { chartSections } from "./charts.ts";

/** Returns the charts of `summary` by id. `recordsOf` returns the records of each level. */
function chartsOf(summary: Summary, recordsOf: (label: string) => Partial<RequestRecord>[]) {
  const gatherer = createGatherer(summary.levels);
  for (const { label } of summary.levels)
    for (const record of recordsOf(label)) gatherer.add(recordOf({ ...record, level: label }));
  const { slo } = summary.settings;
  const gates = typeof slo === "string" && slo !== "" ? parseSlo(slo) : [];
  const sections = chartSections(summary, gatherer.done(), gates);
  return new Map(sections.flatMap(({ charts }) => charts).map((chart) => [chart.id, chart]));
}

const SLO = "ttfa_p95<300ms,error_rate<1%";
/** 100 requests, 100 ms apart, whose first audio comes after 1, 2, … 100 ms, and whose end comes 1 s later. */
const hundred = Array.from({ length: 100 }, (_, index) => ({
  dueMs: index * 100,
  sentMs: index * 100,
  firstAudioMs: index * 101 + 1,
  endMs: index * 101 + 1001,
}));

test("a gate is a line in the charts of its quantity, at its percentile", () => {
  const summary = sweepOf(SLO, [levelAt(1, { slo: SLO }), levelAt(2, { slo: SLO })]);
  const charts = chartsOf(summary, () => hundred);
  const limit = { label: "first audio p95 < 300 ms", y: 300 };
  expect(charts.get("ttfa-levels")?.limits).toEqual([{ ...limit, x: null }]);
  expect(charts.get("time")?.limits).toEqual([{ ...limit, x: null }]);
  const [percentile] = charts.get("ttfa-percentiles")?.limits ?? [];
  expect(percentile).toMatchObject(limit);
  expect(percentile?.x).toBeCloseTo(-Math.log10(0.05), 9);
  expect(charts.get("error_rate-levels")?.limits).toEqual([
    { label: "error rate < 1 %", y: 1, x: null },
  ]);
});

test("a gate on a quantity without a chart adds one, with its statistic", () => {
  const slo = "service_max<2s,goodput>=90%";
  const levels = [levelAt(1, { slo, goodput: 0.97 }), levelAt(2, { slo, goodput: 0.4 })];
  const charts = chartsOf(sweepOf(slo, levels), () => hundred);
  expect(charts.get("service-levels")?.series.map(({ label }) => label)).toEqual([
    "p50",
    "p95",
    "p99",
    "max",
  ]);
  expect(charts.get("service-levels")?.limits).toMatchObject([{ y: 2000 }]);
  expect(charts.get("goodput-levels")).toMatchObject({
    columns: [
      [0, 1],
      [97, 40],
    ],
    limits: [{ label: "goodput >= 90 %", y: 90 }],
  });
  expect(charts.has("chunk_gap-levels")).toBe(false);
});

test("the axis of percentiles is logarithmic towards the slowest request, which ends the line", () => {
  const charts = chartsOf(sweepOf("", [levelAt(1)]), () => hundred);
  const { x, columns } = charts.get("ttfa-percentiles") ?? {};
  expect(x).toMatchObject({ kind: "percentiles", range: [0, Math.log10(200)] });
  const [at = [], values = []] = columns ?? [];
  const valueAt = (p: number) =>
    values[at.findIndex((each) => (each ?? 0) >= -Math.log10(1 - p) - 1e-9)];
  expect(valueAt(0)).toBe(1);
  expect(valueAt(0.9)).toBeCloseTo(90.1, 6);
  expect(values.at(-1)).toBe(100);
});

test("the time axis of a burst is as long as the burst", () => {
  const level = { ...levelAt(1), label: "burst", targetQps: null, concurrency: 3 };
  const records = [
    { firstAudioMs: 100, endMs: 900 },
    { firstAudioMs: 300, endMs: 2500 },
    { endMs: 400, error: "http_5xx" as const },
  ];
  const { x, series, columns } =
    chartsOf(summaryOf({ levels: [level] }), () => records).get("burst") ?? {};
  expect(x?.range).toEqual([0, 2.5]);
  expect(series?.map(({ label }) => label)).toEqual(["First audio", "Complete", "Failed"]);
  expect(columns).toEqual([
    [0, 0.1, 0.3, 0.4, 0.9, 2.5],
    [0, 1, 2, 2, 2, 2],
    [0, 0, 0, 0, 1, 2],
    [0, 0, 0, 1, 1, 1],
  ]);
});

test("a burst of many requests has a bounded number of steps, of which the last is complete", () => {
  const level = { ...levelAt(1), label: "burst", targetQps: null, concurrency: 10_000 };
  const records = Array.from({ length: 10_000 }, (_, index) => ({ endMs: 500 + index }));
  const { x, columns = [] } =
    chartsOf(summaryOf({ levels: [level] }), () => records).get("burst") ?? {};
  expect(columns[0]?.length).toBeLessThan(3100);
  expect(columns[1]?.at(-1)).toBe(10_000);
  expect(x?.range).toEqual([0, 10.499]);
});

test("the levels stand one after the other on the time axis, with their failures", () => {
  const summary = sweepOf("", [levelAt(1, { wallS: 5 }), levelAt(2, { wallS: 3 })]);
  const chart = chartsOf(summary, () => [
    { dueMs: 0, endMs: 1000 },
    { dueMs: 2000, endMs: 2500, error: "connect" },
  ]).get("time");
  expect(chart?.marks).toEqual([
    { x: 0, label: "1.0" },
    { x: 5, label: "2.0" },
  ]);
  expect(chart?.columns[0]).toEqual([0, 2, 5, 7]);
  expect(chart?.failures).toEqual([2, 7]);
  expect(chart?.x.range).toEqual([0, 8]);
});

test("a single level has no charts by level, since its figures are in the table", () => {
  const charts = chartsOf(sweepOf(SLO, [levelAt(1, { slo: SLO })]), () => hundred);
  expect([...charts.keys()]).toEqual(["ttfa-percentiles", "response-percentiles", "time"]);
});

test("fitted() - the axis fits the values, and is logarithmic only if they differ much", () => {
  const columns = (...values: (number | null)[]) => [values.map((_, index) => index), values];
  expect(fitted("ms", columns(80, 120), [])).toEqual({
    label: "ms",
    isLog: false,
    range: [0, 129.6],
  });
  expect(fitted("ms", columns(8, null, 900), [])).toMatchObject({ isLog: true, range: [5, 1080] });
  expect(fitted("ms", columns(null), [])).toMatchObject({ isLog: false, range: [0, 1] });
});

test("fitted() - a limit is inside the axis unless it is far above the values", () => {
  const columns = [[0], [100]];
  const at = (y: number) => fitted("ms", columns, [{ label: "", y, x: null }]).range[1];
  expect(at(250)).toBe(270);
  expect(at(5000)).toBe(108);
});

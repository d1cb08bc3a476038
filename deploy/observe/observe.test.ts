import { afterAll, beforeAll, expect, test } from "bun:test";
import { startServer } from "../../server/process.fake.ts";
import { GOOD, openFakeLm } from "../../src/lm/lm.fake.ts";
import { adapterRules } from "../helm/adapter.ts";
import { readDashboard, readPromTests, readRules } from "./files.ts";
import { readsOf } from "./promql.ts";

/** Labels that Prometheus and Kubernetes add to every series. */
const TARGET = ["job", "instance", "namespace", "pod"];
/** Series that Prometheus makes itself, with their own labels. */
const OWN = new Map([
  ["up", []],
  ["ALERTS", ["alertname", "alertstate"]],
]);

const records = (await readRules("rules.yml")).filter((rule) => "record" in rule);
const alerts = (await readRules("alerts.yml")).filter((rule) => "alert" in rule);
const dashboard = await readDashboard();
const adapter = await adapterRules();

/** Every expression, with the place where it stands. */
const expressions: readonly (readonly [string, string])[] = [
  ...records.map(({ record, expr }) => [record, expr] as const),
  ...alerts.map(({ alert, expr }) => [alert, expr] as const),
  ...dashboard.panels.flatMap(({ title, targets }) =>
    targets.map(({ expr }) => [`panel ${title}`, expr] as const),
  ),
  ...dashboard.annotations.list.map(({ expr }) => ["annotation", expr] as const),
  ...dashboard.templating.list.flatMap(({ name, query }) =>
    Array.from(
      JSON.stringify(query).matchAll(/label_values\((.+), (\w+)\)/g),
      ([, series = "", label]) =>
        [`variable ${name}`, `sum by (${label}) (${series.replaceAll("\\", "")})`] as const,
    ),
  ),
  ...adapter.flatMap(({ name, seriesQuery, metricsQuery }) => {
    const metric = seriesQuery.replace(/\{.*/, "");
    const query = metricsQuery
      .replaceAll("<<.Series>>", metric)
      .replaceAll("<<.LabelMatchers>>", 'pod="a"')
      .replaceAll("<<.GroupBy>>", "pod");
    return [seriesQuery, query].map((expr) => [`adapter ${name.as}`, expr] as const);
  }),
];

const lm = openFakeLm();
/** The labels of each series on /metrics, by metric. */
let served: ReadonlyMap<string, ReadonlySet<string>>;

beforeAll(async () => {
  lm.answers = [GOOD];
  const { child, url, say } = await startServer({
    ENGINE: "flite,neucodec",
    TTS_API: lm.url,
    SPEAKERS: "husein",
    DEVICE: "cpu",
    DECODER_MODEL: "fixtures/decoder.onnx",
  });
  try {
    for (const body of [
      { input: "One, 一.", model: "flite" },
      { input: "One.", model: "neucodec", voice: "husein" },
      { input: "" },
    ])
      await (await say(body)).bytes();
    served = labelsByMetric(await (await fetch(`${url}/metrics`)).text());
  } finally {
    child.kill("SIGTERM");
    await child.exited;
  }
}, 60_000);

afterAll(() => lm.close());

function labelsByMetric(exposition: string): ReadonlyMap<string, ReadonlySet<string>> {
  const metrics = new Map<string, Set<string>>();
  for (const [, metric = "", labels = ""] of exposition.matchAll(/^(\w+)(\{.*\})? \S+$/gm)) {
    const known = metrics.get(metric) ?? new Set();
    for (const [, name = ""] of labels.matchAll(/(\w+)="/g)) known.add(name);
    metrics.set(metric, known);
  }
  return metrics;
}

/** Returns the labels of a metric; null if neither the server nor a rule has it. */
function labelsOf(metric: string): readonly string[] | null {
  const rules = records.filter(({ record }) => record === metric);
  if (rules.length > 0)
    return rules.flatMap(({ expr, labels }) => {
      const { selectors, groupings } = readsOf(expr);
      const inherited = selectors.filter((each) => each.metric !== metric);
      return [
        ...groupings,
        ...Object.keys(labels),
        ...inherited.flatMap((each) => labelsOf(each.metric) ?? []),
      ];
    });
  const own = OWN.get(metric) ?? served.get(metric);
  return own === undefined ? null : [...own];
}

test("each metric of rules, alerts, dashboard and autoscaler is on /metrics of a real server", () => {
  expect(expressions.length).toBeGreaterThan(80);
  const missing = expressions.flatMap(([place, expr]) =>
    readsOf(expr)
      .selectors.filter(({ metric }) => labelsOf(metric) === null)
      .map(({ metric }) => `${place}: ${metric}`),
  );
  expect(missing).toEqual([]);
});

test("each label that an expression matches or groups by is a label of its metrics", () => {
  const unknown = expressions.flatMap(([place, expr]) => {
    const { selectors, groupings } = readsOf(expr);
    const matched = selectors.flatMap(({ metric, labels }) =>
      labels
        .filter((label) => ![...TARGET, ...(labelsOf(metric) ?? [])].includes(label))
        .map((label) => `${place}: ${metric} has no ${label}`),
    );
    const all = [...TARGET, ...selectors.flatMap(({ metric }) => labelsOf(metric) ?? [])];
    const grouped = groupings
      .filter((label) => !all.includes(label))
      .map((label) => `${place}: no metric has ${label}`);
    return [...matched, ...grouped];
  });
  expect(unknown).toEqual([]);
});

test("each metric of the server is on the dashboard, in a rule or an alert", () => {
  const read = new Set(
    expressions.flatMap(([, expr]) => readsOf(expr).selectors.map(({ metric }) => metric)),
  );
  const base = (metric: string): string => metric.replace(/_(bucket|sum|count)$/, "");
  const shown = new Set([...read].map(base));
  const unused = [...new Set([...served.keys()].map(base))].filter((metric) => !shown.has(metric));
  expect(unused).toEqual(["utter_live_capacity"]); // part of utter_listeners_capacity
});

test("each alert has unit tests with series that fire and series that must not", async () => {
  const tests = await readPromTests();
  for (const { alert } of alerts) {
    const expected = tests.filter(({ alertname }) => alertname === alert);
    const fires = expected.map(({ exp_alerts }) => exp_alerts.length > 0);
    expect([alert, fires.includes(true), fires.includes(false)]).toEqual([alert, true, true]);
  }
});

test("each alert is explained under its name in docs/observe.md", async () => {
  const page = await Bun.file(`${import.meta.dir}/../../docs/observe.md`).text();
  const titles = Array.from(page.matchAll(/^### (\w+)$/gm), ([, title = ""]) => title);
  expect(titles).toEqual(alerts.map(({ alert }) => alert));
  for (const { alert, annotations } of alerts)
    expect(annotations.runbook).toBe(`docs/observe.md#${alert.toLowerCase()}`);
});

test("panels have ids of their own, explain themselves and do not overlap", () => {
  const { panels } = dashboard;
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  const taken = new Set<string>();
  for (const { title, type, description, gridPos, targets } of panels) {
    if (type !== "row")
      expect([title, description !== "", targets.length > 0]).toEqual([title, true, true]);
    const { x, y, w, h } = gridPos;
    expect([title, x + w <= 24]).toEqual([title, true]);
    for (let column = x; column < x + w; column += 1)
      for (let line = y; line < y + h; line += 1) {
        expect([title, taken.has(`${column},${line}`)]).toEqual([title, false]);
        taken.add(`${column},${line}`);
      }
  }
});

import { z } from "zod";

const HERE = import.meta.dir;

const rule = z.union([
  z.strictObject({
    record: z.string(),
    expr: z.string(),
    labels: z.record(z.string(), z.string()).default({}),
  }),
  z.strictObject({
    alert: z.string(),
    expr: z.string(),
    for: z.string().optional(),
    labels: z.strictObject({ severity: z.enum(["critical", "warning"]) }),
    annotations: z.strictObject({ summary: z.string(), runbook: z.string() }),
  }),
]);
const ruleFile = z.strictObject({
  groups: z.array(z.strictObject({ name: z.string(), rules: z.array(rule) })),
});
export type Rule = z.output<typeof rule>;

const panel = z.looseObject({
  id: z.int(),
  type: z.string(),
  title: z.string(),
  description: z.string().default(""),
  gridPos: z.object({ x: z.int(), y: z.int(), w: z.int(), h: z.int() }),
  targets: z.array(z.looseObject({ expr: z.string(), legendFormat: z.string() })).default([]),
});
const dashboard = z.looseObject({
  panels: z.array(panel),
  annotations: z.object({ list: z.array(z.looseObject({ expr: z.string() })) }),
  templating: z.object({
    list: z.array(z.looseObject({ name: z.string(), query: z.unknown() })),
  }),
});

const promTest = z.looseObject({
  rule_files: z.array(z.string()),
  tests: z.array(
    z.looseObject({
      alert_rule_test: z.array(
        z.looseObject({ alertname: z.string(), exp_alerts: z.array(z.unknown()) }),
      ),
    }),
  ),
});

async function readYaml(path: string): Promise<unknown> {
  return Bun.YAML.parse(await Bun.file(`${HERE}/${path}`).text());
}

/** Reads the rules of a file of this folder. Throws a ZodError if it has another form. */
export async function readRules(name: "rules.yml" | "alerts.yml"): Promise<readonly Rule[]> {
  return ruleFile.parse(await readYaml(name)).groups.flatMap(({ rules }) => rules);
}

/** Reads the dashboard. Throws a ZodError if it has another form. */
export async function readDashboard(): Promise<z.output<typeof dashboard>> {
  return dashboard.parse(await Bun.file(`${HERE}/grafana/dashboards/utter.json`).json());
}

/** Reads the unit tests that promtool runs, by the name of their alert. */
export async function readPromTests() {
  const names = await Array.fromAsync(new Bun.Glob("tests/*.yml").scan(HERE));
  const files = await Promise.all(names.map(async (name) => promTest.parse(await readYaml(name))));
  return files.flatMap(({ tests }) => tests.flatMap((each) => each.alert_rule_test));
}

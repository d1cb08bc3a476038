import { expect, test } from "bun:test";
import { z } from "zod";
import { build } from "../../server/app.fake.ts";
import { environment } from "../../server/environment.ts";
import { adapterMetrics } from "./adapter.ts";

const CHART = `${import.meta.dir}/utter`;
const read = (path: string): Promise<string> => Bun.file(`${CHART}/${path}`).text();

/** Settings that the chart sets itself, and those that are secret and come from a Secret. */
const OWN = ["HOST", "PORT", "WYOMING_PORT", "DEVICE", "MODEL_DIR", "DRAIN_TIMEOUT_S", "TTS_API"];
const SECRET = ["API_KEYS", "TTS_API_KEY", "HF_TOKEN", "SENTRY_DSN"];

/** Values that the templates write as a whole. */
const WHOLE = new Set(["resources", "strategy"]);

/** A JSON Schema of an object, as far as the tests read it. */
const objectSchema = z.looseObject({
  type: z.literal("object").optional(),
  additionalProperties: z.unknown(),
  properties: z.record(z.string(), z.unknown()).default({}),
});

async function schemaAt(...path: readonly string[]) {
  let schema = objectSchema.parse(JSON.parse(await read("values.schema.json")));
  for (const name of path) schema = objectSchema.parse(schema.properties[name]);
  return schema;
}

test("the values accept every setting of the server that the chart does not set itself", async () => {
  const { propertyNames } = z
    .object({ propertyNames: z.object({ enum: z.array(z.string()) }) })
    .parse(await schemaAt("server", "settings"));
  const all = Object.keys(environment.shape);
  expect(all).toEqual(expect.arrayContaining([...OWN, ...SECRET]));
  expect(propertyNames.enum).toEqual(all.filter((name) => ![...OWN, ...SECRET].includes(name)));
});

test("the ConfigMap sets what the values may not set", async () => {
  const template = await read("templates/settings.yaml");
  const set = Array.from(template.matchAll(/^ {2}([A-Z_]+):/gm), ([, name = ""]) => name);
  expect(new Set(set)).toEqual(new Set(OWN));
});

test("the schema knows every value, and each value has a default", async () => {
  const compare = async (values: unknown, path: readonly string[]): Promise<void> => {
    const { properties, additionalProperties } = await schemaAt(...path);
    if (additionalProperties !== false || WHOLE.has(path.at(-1) ?? "")) return;
    const known = z.record(z.string(), z.unknown()).parse(values);
    const names = Object.keys(properties).filter((name) => name !== "global");
    expect([path, Object.keys(known).toSorted()]).toEqual([path, names.toSorted()]);
    for (const [name, value] of Object.entries(known)) {
      const isObject = objectSchema.safeParse(properties[name]).data?.type === "object";
      if (isObject) await compare(value, [...path, name]);
    }
  };
  await compare(Bun.YAML.parse(await read("values.yaml")), []);
});

test("each value of the schema is used in a template", async () => {
  const files = await Array.fromAsync(new Bun.Glob("templates/*").scan(CHART));
  const templates = (await Promise.all(files.map(read))).join("\n");
  const check = async (path: readonly string[]): Promise<void> => {
    for (const name of Object.keys((await schemaAt(...path)).properties)) {
      if (name === "global") continue;
      const isUsed = new RegExp(`\\.${name}\\b`).test(templates);
      expect([[...path, name], isUsed]).toEqual([[...path, name], true]);
      if (WHOLE.has(name)) continue;
      const inner = await schemaAt(...path, name).catch(() => null);
      if (inner !== null && inner.additionalProperties === false) await check([...path, name]);
    }
  };
  await check([]);
});

test("what is public by default has all that the page /docs loads", async () => {
  const pathsOf = z.object({ paths: z.array(z.string()) });
  const { ingress, gateway } = z
    .object({ ingress: pathsOf, gateway: pathsOf })
    .parse(Bun.YAML.parse(await read("values.yaml")));
  const page = await (await build().app.request("/docs")).text();
  const loaded = Array.from(
    page.matchAll(/<(?:script|link)[^>]*(?:src|href)="([^"]*)"/g),
    ([, link = ""]) => new URL(link, "http://localhost/docs").pathname,
  );
  expect(loaded.length).toBeGreaterThan(1);
  for (const path of ["/docs", ...loaded])
    for (const { paths } of [ingress, gateway])
      expect([path, paths.some((each) => `${path}/`.startsWith(`${each}/`))]).toEqual([path, true]);
});

test("the autoscaler's metrics are those of the Prometheus adapter", async () => {
  const template = await read("templates/autoscaler.yaml");
  const names = Array.from(
    template.matchAll(/metric: \{ name: (\w+) \}/g),
    ([, name = ""]) => name,
  );
  expect(new Set(names)).toEqual(new Set(await adapterMetrics()));
});

test("rules, alerts and dashboard of the chart are those of deploy/observe", async () => {
  for (const [own, shared] of [
    ["rules.yml", "rules.yml"],
    ["alerts.yml", "alerts.yml"],
    ["utter.json", "grafana/dashboards/utter.json"],
  ] as const)
    expect(await read(`files/${own}`)).toBe(
      await Bun.file(`${CHART}/../../observe/${shared}`).text(),
    );
});

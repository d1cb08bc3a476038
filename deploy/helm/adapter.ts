import { z } from "zod";

const rule = z.object({
  seriesQuery: z.string(),
  name: z.object({ as: z.string() }),
  metricsQuery: z.string(),
});
const adapterValues = z.looseObject({ rules: z.looseObject({ custom: z.array(rule) }) });

/** Returns the rules of the Prometheus adapter that the autoscaler needs. */
export async function adapterRules(): Promise<readonly z.output<typeof rule>[]> {
  const text = await Bun.file(`${import.meta.dir}/prometheus-adapter-values.yaml`).text();
  return adapterValues.parse(Bun.YAML.parse(text)).rules.custom;
}

/** Returns the names of the metrics that the Prometheus adapter offers to the autoscaler. */
export async function adapterMetrics(): Promise<readonly string[]> {
  return (await adapterRules()).map(({ name }) => name.as);
}

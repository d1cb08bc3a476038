import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { answers, freePort } from "../../../bench/serverProcess.ts";
import { shortened } from "./shorten.ts";

/** A real Prometheus that scrapes one server every second, with the rules of this project at short times. */
export interface Prometheus {
  /** Returns the names of the alerts that fire now. */
  firing(): Promise<ReadonlySet<string>>;
  /** Returns the number of series that a query gives now. Throws an Error if Prometheus refuses it. */
  count(query: string): Promise<number>;
  stop(): Promise<void>;
}

const alertsAnswer = z.object({
  data: z.object({
    alerts: z.array(z.object({ state: z.string(), labels: z.record(z.string(), z.string()) })),
  }),
});
const queryAnswer = z.object({
  error: z.string().optional(),
  data: z.object({ result: z.array(z.unknown()) }).optional(),
});

const READY_LIMIT_MS = 20_000;

/** Starts `prometheus`, which must be on the PATH, for the server at a loopback port. */
export async function startPrometheus(serverPort: number): Promise<Prometheus> {
  const folder = await mkdtemp(join(tmpdir(), "utter-prometheus-"));
  const here = `${import.meta.dir}/..`;
  for (const name of ["rules.yml", "alerts.yml"])
    await Bun.write(join(folder, name), shortened(await Bun.file(`${here}/${name}`).text()));
  await Bun.write(
    join(folder, "prometheus.yml"),
    `global: { scrape_interval: 1s, scrape_timeout: 900ms, evaluation_interval: 1s }
rule_files: [rules.yml, alerts.yml]
scrape_configs: [{ job_name: utter, static_configs: [{ targets: ["127.0.0.1:${serverPort}"] }] }]
`,
  );
  const port = freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = Bun.spawn(
    [
      "prometheus",
      `--config.file=${folder}/prometheus.yml`,
      `--storage.tsdb.path=${folder}/data`,
      `--web.listen-address=127.0.0.1:${port}`,
      "--log.level=warn",
    ],
    { stdout: "ignore", stderr: "inherit" },
  );
  const startedMs = performance.now();
  while (!(await answers(`${url}/-/ready`))) {
    if (child.exitCode !== null || performance.now() - startedMs > READY_LIMIT_MS) {
      child.kill();
      throw new Error("prometheus did not start");
    }
    await Bun.sleep(50);
  }
  return {
    async firing() {
      const { data } = alertsAnswer.parse(await (await fetch(`${url}/api/v1/alerts`)).json());
      const names = data.alerts.map(({ state, labels }) =>
        state === "firing" ? (labels["alertname"] ?? "") : "",
      );
      return new Set(names.filter((name) => name !== ""));
    },
    async count(query) {
      const address = `${url}/api/v1/query?${new URLSearchParams({ query }).toString()}`;
      const { error, data } = queryAnswer.parse(await (await fetch(address)).json());
      if (data === undefined) throw new Error(`${query}: ${error}`);
      return data.result.length;
    },
    async stop() {
      child.kill("SIGTERM");
      await child.exited;
      await rm(folder, { recursive: true });
    },
  };
}

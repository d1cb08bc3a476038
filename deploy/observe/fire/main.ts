import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { freePort } from "../../../bench/serverProcess.ts";
import { readDashboard } from "../files.ts";
import { type Prometheus, startPrometheus } from "./prometheus.ts";
import { createTrialServer } from "./server.ts";
import { startTrialLm } from "./speechLm.ts";
import { type Trial, TRIALS } from "./trials.ts";

const CALM_MS = 5000;
const CALM_LIMIT_MS = 30_000;
const LIMIT_S = 90;
const LMS = 2;

/** Runs one trial; returns the alerts that did not fire. */
async function run({
  name,
  alerts,
  env,
  load,
  before,
  disturb,
}: Trial): Promise<readonly string[]> {
  const port = freePort();
  const server = createTrialServer(port);
  const lms = Array.from({ length: LMS }, () => startTrialLm("well"));
  const folder = await mkdtemp(join(tmpdir(), "utter-trial-"));
  const settings = await env(lms, folder);
  await server.start(settings);
  const prometheus = await startPrometheus(port);
  const end = new AbortController();
  let loading = Promise.resolve();
  const missing = new Set(alerts);
  try {
    const early = await calm(prometheus);
    await before?.(server, lms);
    loading = load(server.url, end.signal);
    const startMs = performance.now();
    const seconds = (): number => Math.round((performance.now() - startMs) / 1000);
    console.log(`${name}:${early.size === 0 ? "" : ` fired before: ${[...early].join(", ")}`}`);
    while (missing.size > 0 && seconds() < LIMIT_S) {
      await disturb?.(server, settings);
      await Bun.sleep(1000);
      for (const alert of await prometheus.firing())
        if (missing.delete(alert)) console.log(`  ${alert} fires after ${seconds()} s`);
    }
    for (const alert of missing) console.log(`  ${alert} does not fire within ${LIMIT_S} s`);
    await askPanels(prometheus);
  } finally {
    end.abort();
    await loading;
    await Promise.all([server.stop(), prometheus.stop(), ...lms.map((lm) => lm.stop())]);
    await rm(folder, { recursive: true });
  }
  return [...missing];
}

/**
 * Waits for some scrapes without a fault, so that the first fault is an increase. Returns the alerts that still fire
 * after CALM_LIMIT_MS, such as that of a server which Prometheus does not know yet.
 */
async function calm(prometheus: Prometheus): Promise<ReadonlySet<string>> {
  const startMs = performance.now();
  let firing: ReadonlySet<string>;
  do {
    await Bun.sleep(CALM_MS);
    firing = await prometheus.firing();
  } while (firing.size > 0 && performance.now() - startMs < CALM_LIMIT_MS);
  return firing;
}

/** Sends the query of each panel to Prometheus, which refuses one that is wrong. */
async function askPanels(prometheus: Prometheus): Promise<void> {
  const { panels } = await readDashboard();
  const titles = new Set<string>();
  let asked = 0;
  for (const { title, targets } of panels)
    for (const { expr } of targets) {
      asked += 1;
      const query = expr
        .replaceAll(/"\$(job|instance|engine)"/g, '".*"')
        .replaceAll(/\$__\w+/g, "15s");
      if ((await prometheus.count(query)) > 0) titles.add(title);
    }
  console.log(`  dashboard: ${asked} queries, ${titles.size} panels with data`);
}

const command = new Command("bun run verify:alerts")
  .description(
    "Fires the alerts for real. Each trial starts a server, loads it, and waits until a real Prometheus, which must be on " +
      "the PATH, reports the alerts. Their times are shortened; nothing leaves loopback.",
  )
  .argument("[prefix]", "only the trials whose names begin so", "")
  .parse();
const [prefix = ""] = command.args;
const trials = TRIALS.filter(({ name }) => name.startsWith(prefix));
if (trials.length === 0) {
  const names = TRIALS.map(({ name }) => JSON.stringify(name)).join(", ");
  command.error(`error: Expected a prefix of ${names}, got ${JSON.stringify(prefix)}`);
}
const missing: string[] = [];
for (const trial of trials) missing.push(...(await run(trial)));
const fired = trials.flatMap(({ alerts }) => alerts).length - missing.length;
console.log(`${fired} alerts fired, ${missing.length} did not: ${missing.join(", ") || "none"}`);
if (missing.length > 0) process.exit(1);

import { type Command, Option } from "commander";
import { count, counts } from "../flags.ts";
import type { BalancerOptions } from "./balancer.ts";
import { SERVERS } from "./engines.ts";
import { type FleetOptions, type FleetReport, simulateFleet } from "./simulate.ts";
import { holds, leastServers } from "./sizing.ts";

/** The settings of deploy/haproxy.cfg. */
const CHECKED: BalancerOptions = { policy: "leastconn", checkMs: 200, fall: 1, retries: 3 };

const BALANCERS: Readonly<Record<string, BalancerOptions>> = {
  "least connections": CHECKED,
  "round robin": { ...CHECKED, policy: "roundrobin" },
  /** As a Kubernetes Service: random choice, a probe every 10 s that fails three times, no retry. */
  plain: { policy: "random", checkMs: 10_000, fall: 3, retries: 0 },
};

/** Listeners of one server, as parts of what it carries. */
const LOADS = [0.25, 0.5, 0.75, 0.9, 1, 1.1, 1.25, 1.5, 2] as const;

type Fleet = Omit<FleetOptions, "servers" | "listeners">;

interface Options {
  readonly engine: keyof typeof SERVERS;
  readonly listeners: readonly number[];
  readonly perNode: number;
  readonly seconds: number;
  readonly seed: number;
}

/** Adds the flags of this bench. */
export function define(command: Command): void {
  const engine = new Option("--engine <name>", "engine of the servers").choices(
    Object.keys(SERVERS),
  );
  command
    .addOption(engine.default("hibari"))
    .option("--listeners <list>", "numbers of listeners", counts, [100, 1000, 10_000])
    .option("--per-node <n>", "servers of a node that is lost", count, 1)
    .option("--seconds <n>", "simulated time", count, 120)
    .option("--seed <n>", "seed of the lengths of replies", count, 1)
    .action(run);
}

/**
 * Sizes fleets by simulation: what one server carries, how many servers a number of listeners needs, and what restarts
 * and a lost node do behind each balancer. Prints tables.
 */
function run({ engine, listeners, ...options }: Options): void {
  const fleet: Fleet = { ...options, event: "none", balancer: CHECKED, server: SERVERS[engine] };
  const most = mostListeners(fleet);
  console.log(`one server of ${engine} holds for ${most} listeners`);
  showOneServer(fleet, most);
  for (const count of listeners) showSizes({ ...fleet, listeners: count }, most);
}

/** Returns the number of listeners for which one server holds. */
function mostListeners(fleet: Fleet): number {
  let [low, high] = [1, 1024];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (holds(simulateFleet({ ...fleet, servers: 1, listeners: middle }))) low = middle;
    else high = middle;
  }
  return low;
}

function showOneServer(fleet: Fleet, most: number): void {
  const loads = LOADS.map((load) => Math.max(1, Math.round(load * most)));
  console.table(
    loads.map((listeners) => ({
      listeners,
      ...figures(simulateFleet({ ...fleet, servers: 1, listeners })),
    })),
  );
}

/** Prints the least fleet that holds, and what happens to it and to one with a spare of a tenth, or of a node. */
function showSizes(options: Omit<FleetOptions, "servers">, most: number): void {
  const { servers } = leastServers(options, Math.ceil(options.listeners / most));
  console.log(`${options.listeners} listeners: ${servers} servers hold`);
  const spare = servers + Math.max(options.perNode, Math.ceil(servers / 10));
  const rows = [servers, spare].flatMap((servers) =>
    (["none", "restarts", "lost"] as const).flatMap((event) =>
      Object.entries(BALANCERS).map(([name, balancer]) => ({
        servers,
        event,
        balancer: name,
        ...figures(simulateFleet({ ...options, servers, event, balancer })),
      })),
    ),
  );
  console.table(rows);
}

function figures({ endings, ...report }: FleetReport) {
  return {
    requests: report.requests,
    refused: endings.refused,
    failed: endings.failed,
    cut: endings.cut,
    "first p50 ms": Math.round(report.firstP50Ms),
    "p95 ms": Math.round(report.firstP95Ms),
    "p99 ms": Math.round(report.firstP99Ms),
    "stalled %": Number((100 * report.stallShare).toFixed(2)),
    "busy %": Math.round(100 * report.utilisation),
  };
}

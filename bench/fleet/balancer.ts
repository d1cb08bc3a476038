import type { Random } from "../../src/stats/random.ts";
import type { Clock } from "./clock.ts";
import type { SimServer } from "./server.ts";
import type { OnEnd, Speech } from "./speech.ts";

/** How a balancer chooses among the servers that it holds for healthy. */
export type Policy = "leastconn" | "roundrobin" | "random";

export interface BalancerOptions {
  readonly policy: Policy;
  /** Interval of the health checks, milliseconds. */
  readonly checkMs: number;
  /** Failed checks after which a server gets no requests. */
  readonly fall: number;
  /** Other servers that are tried after a 503, a refused connection or a connect timeout. */
  readonly retries: number;
}

export interface Balancer {
  /** Sends a request to a server; `onEnd` tells its end. */
  send(speech: Speech, onEnd: OnEnd): void;
}

/** Time until a connection to a lost machine is given up, milliseconds (`timeout connect`). */
const CONNECT_MS = 1000;
/** Retry-After of a draining server, milliseconds. */
const RETRY_MS = 1000;

/** Opens a balancer in front of `servers`. Its health checks run as long as the clock does. */
export function openBalancer(
  { clock, random }: { readonly clock: Clock; readonly random: Random },
  servers: readonly SimServer[],
  { policy, checkMs, fall, retries }: BalancerOptions,
): Balancer {
  const connections = servers.map(() => 0);
  const failures = servers.map(() => 0);
  let turn = 0;

  let healthy: readonly number[] = [];

  const check = (): void => {
    for (const [at, { state }] of servers.entries())
      failures[at] = state === "up" ? 0 : failures[at]! + 1;
    healthy = [...servers.keys()].filter((at) => failures[at]! < fall);
    clock.at(clock.nowMs + checkMs, check);
  };
  clock.at(0, check);

  /** Returns the index of the next server; null if all were tried. */
  function choose(tried: ReadonlySet<number>): number | null {
    const isNew = (at: number): boolean => !tried.has(at);
    let able = tried.size === 0 ? healthy : healthy.filter(isNew);
    if (able.length === 0) able = [...servers.keys()].filter(isNew);
    if (able.length === 0) return null;
    turn += 1;
    if (policy === "random") return able[Math.floor(random() * able.length)]!;
    let chosen = able[turn % able.length]!;
    if (policy === "roundrobin") return chosen;
    for (let step = 1; step < able.length; step += 1) {
      const at = able[(turn + step) % able.length]!;
      if (connections[at]! < connections[chosen]!) chosen = at;
    }
    return chosen;
  }
  function attempt(speech: Speech, onEnd: OnEnd, tried: Set<number>): void {
    const at = tried.size > retries ? null : choose(tried);
    const server = at === null ? undefined : servers[at];
    if (at === null || server === undefined) return onEnd("failed", RETRY_MS);
    const again = (): void => attempt(speech, onEnd, tried.add(at));
    if (server.state === "lost") return clock.at(clock.nowMs + CONNECT_MS, again);
    if (server.state !== "up") return again();
    connections[at]! += 1;
    server.take(speech, (ending, retryMs) => {
      connections[at]! -= 1;
      onEnd(ending, retryMs);
    });
  }
  return { send: (speech, onEnd) => attempt(speech, onEnd, new Set()) };
}

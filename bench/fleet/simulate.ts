import { type Random, createRandom, gamma } from "../../src/stats/random.ts";
import { quantile } from "../quantile.ts";
import { type BalancerOptions, openBalancer } from "./balancer.ts";
import { openClock, type Clock } from "./clock.ts";
import { openSimServer, type ServerOptions, type SimServer } from "./server.ts";
import { type Ending, newSpeech, type Speech } from "./speech.ts";

/**
 * What happens to the fleet. "restarts": all servers restart, a tenth of them at a time. "lost": the machines of one node
 * are gone for good.
 */
export type Event = "none" | "restarts" | "lost";

export interface FleetOptions {
  readonly servers: number;
  /** Clients that play one reply after the other, without a pause. */
  readonly listeners: number;
  readonly event: Event;
  /** Servers of a node that is lost. */
  readonly perNode: number;
  readonly balancer: BalancerOptions;
  readonly server: ServerOptions;
  /** Simulated time in which requests count, seconds. */
  readonly seconds: number;
  readonly seed: number;
}

/** Figures of the requests that were sent after the warm-up. */
export interface FleetReport {
  readonly requests: number;
  readonly endings: Readonly<Record<Ending, number>>;
  readonly firstP50Ms: number;
  readonly firstP95Ms: number;
  readonly firstP99Ms: number;
  /** Fraction of the complete answers with more than 50 ms of silence. */
  readonly stallShare: number;
  /** Fraction of the time that the engines of all servers worked. */
  readonly utilisation: number;
}

/** Requests in this time do not count, milliseconds: listeners start in the first half of it. */
const WARM_UP_MS = 20_000;
/** When the fleet's event happens, after the warm-up, milliseconds. */
const EVENT_MS = 10_000;
/** Seconds of a reply: gamma of shape 4, from 1 to 30, 8 on average. */
const REPLY_S = { mean: 8, shape: 4, min: 1, max: 30 };
const STALL_MS = 50;

/** Runs a fleet behind one balancer in simulated time. Equal options give equal reports. */
export function simulateFleet(options: FleetOptions): FleetReport {
  const clock = openClock();
  const random = createRandom("fleet", options.seed);
  const servers = Array.from({ length: options.servers }, () =>
    openSimServer(clock, options.server),
  );
  const balancer = openBalancer({ clock, random }, servers, options.balancer);
  const log: { readonly speech: Speech; readonly ending: Ending }[] = [];
  const endMs = WARM_UP_MS + options.seconds * 1000;

  function listen(): void {
    const speech = newSpeech(clock.nowMs, replyS(random));
    balancer.send(speech, (ending, retryMs) => {
      if (speech.sentMs >= WARM_UP_MS) log.push({ speech, ending });
      const playedMs = speech.playback.underrunMs() ?? 0;
      // A listener whose answer was cut asks at once.
      clock.at(ending === "complete" ? playedMs : clock.nowMs + retryMs, listen);
    });
  }
  for (let at = 0; at < options.listeners; at += 1)
    clock.at((at / options.listeners) * (WARM_UP_MS / 2), listen);
  clock.at(WARM_UP_MS + EVENT_MS, () => happen(options, servers));
  clock.runUntil(endMs);
  return report(log, busyShare(servers, clock));
}

function replyS(random: Random): number {
  const { mean, shape, min, max } = REPLY_S;
  return Math.min(max, Math.max(min, gamma(shape, random) * (mean / shape)));
}

function happen({ event, perNode }: FleetOptions, servers: readonly SimServer[]): void {
  if (event === "lost") for (const server of servers.slice(0, perNode)) server.lose();
  if (event !== "restarts") return;
  const waiting = [...servers];
  const next = (): void => waiting.shift()?.restart(next);
  for (let at = 0; at < Math.ceil(servers.length / 10); at += 1) next();
}

function busyShare(servers: readonly SimServer[], { nowMs }: Clock): number {
  const busyMs = servers.reduce((sum, server) => sum + server.busyMs, 0);
  return busyMs / (nowMs * servers.length);
}

function report(
  log: readonly { readonly speech: Speech; readonly ending: Ending }[],
  utilisation: number,
): FleetReport {
  const endings = { complete: 0, refused: 0, cut: 0, failed: 0 };
  for (const { ending } of log) endings[ending] += 1;
  const complete = log.filter(({ ending }) => ending === "complete").map(({ speech }) => speech);
  const firsts = complete.map(({ firstMs }) => firstMs ?? Number.NaN);
  const at = (q: number): number => (firsts.length === 0 ? Number.NaN : quantile(firsts, q));
  return {
    requests: log.length,
    endings,
    firstP50Ms: at(0.5),
    firstP95Ms: at(0.95),
    firstP99Ms: at(0.99),
    stallShare: complete.filter(({ stallMs }) => stallMs > STALL_MS).length / complete.length,
    utilisation,
  };
}

import { type FleetOptions, type FleetReport, simulateFleet } from "./simulate.ts";

/** What a fleet must hold: no refusal, no failure, few stalls, and a first audio in time. */
export function holds({ endings, firstP95Ms, stallShare }: FleetReport): boolean {
  return (
    endings.refused + endings.failed === 0 &&
    firstP95Ms <= FIRST_P95_MS &&
    stallShare <= STALL_SHARE
  );
}

const FIRST_P95_MS = 300;
const STALL_SHARE = 0.001;

/** The least fleet that holds, and what it did. */
export interface Size {
  readonly servers: number;
  readonly report: FleetReport;
}

/**
 * Finds the least number of servers that holds: from the guess `from` in steps of a tenth to one that holds and one that
 * does not, then by halving the range. Throws RangeError if one server for each listener does not hold.
 */
export function leastServers(options: Omit<FleetOptions, "servers">, from = 1): Size {
  const tried = new Map<number, FleetReport>();
  const trial = (servers: number): boolean => {
    const report = simulateFleet({ ...options, servers });
    tried.set(servers, report);
    return holds(report);
  };
  let [low, high] = [0, from];
  while (!trial(high)) {
    if (high >= options.listeners)
      throw new RangeError(`${high} servers do not hold for ${options.listeners} listeners`);
    [low, high] = [high, Math.min(options.listeners, Math.ceil(high * 1.1))];
  }
  while (low === 0 && high > 1) {
    const less = Math.floor(high * 0.9);
    if (trial(less)) high = less;
    else low = less;
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (trial(middle)) high = middle;
    else low = middle;
  }
  return { servers: high, report: tried.get(high)! };
}

import { counted, spanWords } from "../headline/amounts.ts";
import type { SearchOptions } from "../options/options.ts";
import { nextRate, type SearchLimits } from "./bracket.ts";

/** Number of capacities for which a search is simulated. */
const CAPACITIES = 200;

/** Requests of a search, and the time in which they are sent, milliseconds. */
interface Cost {
  readonly requests: number;
  readonly sendingMs: number;
}

type Size = SearchLimits & { readonly repeats: number; readonly numberOfSamples: number };

/** Says how many requests a search will send and how long that takes. Both depend on the capacity that it finds. */
export function searchPlanLine(options: SearchOptions): string {
  const [least, most] = costRange(options);
  const requests = `${least.requests.toLocaleString("en")} to ${counted(most.requests, "request")}`;
  const { maxDuration } = options;
  const times = [least, most].map(({ sendingMs }) => spanWords(Math.min(sendingMs, maxDuration)));
  return (
    `Planned: at most ${options.maxProbes} rates, ${requests}; sending takes ${times.join(" to ")}, depending on the capacity, ` +
    `plus the last answers of each rate, and ends after ${spanWords(maxDuration)} at the latest (--max-duration).`
  );
}

/**
 * Returns the smallest and the largest cost of a search, over capacities from below the lowest to above the highest
 * rate. A rate that fails is sent once in the best case and in all repeats in the worst case.
 */
export function costRange(size: Size): readonly [least: Cost, most: Cost] {
  const { minQps, maxQps } = size;
  const capacities = Array.from(
    { length: CAPACITIES },
    (_, step) => minQps * (maxQps / minQps) ** (step / (CAPACITIES - 1)),
  );
  const all = [minQps / 2, ...capacities, maxQps];
  const least = all.map((capacity) => costAt(capacity, size, 1));
  const most = all.map((capacity) => costAt(capacity, size, size.repeats));
  return [extremes(least, (a, b) => Math.min(a, b)), extremes(most, (a, b) => Math.max(a, b))];
}

/** Simulates a search against a server that holds rates up to `capacity`. */
function costAt(capacity: number, size: Size, repeatsOfFailed: number): Cost {
  const probes: { qps: number; pass: boolean }[] = [];
  let [requests, sendingMs] = [0, 0];
  for (let qps = nextRate(probes, size); typeof qps === "number"; qps = nextRate(probes, size)) {
    const pass = qps <= capacity;
    const sent = size.numberOfSamples * (pass ? size.repeats : repeatsOfFailed);
    requests += sent;
    sendingMs += (1000 * sent) / qps;
    probes.push({ qps, pass });
  }
  return { requests, sendingMs };
}

function extremes(costs: readonly Cost[], extreme: (a: number, b: number) => number): Cost {
  return {
    requests: costs.map(({ requests }) => requests).reduce(extreme),
    sendingMs: costs.map(({ sendingMs }) => sendingMs).reduce(extreme),
  };
}

import { percent } from "../../figures/percent.ts";
import type { SearchResult } from "../../results/searchResult.ts";
import { type Chart, COLORS } from "./chart.ts";

/** Builds the chart of a search: which fraction of the requests met the gates at each rate. */
export function searchChart({ probes, target }: SearchResult): Chart {
  const byRate = probes.toSorted((a, b) => a.qps - b.qps);
  const rates = byRate.map(({ qps }) => qps);
  const [low, high] = [rates[0] ?? 0, rates.at(-1) ?? 1];
  const margin = (high - low || high) * 0.05;
  return {
    id: "search",
    title: "Requests that met every gate, by rate",
    note: `A rate holds if the 95 % lower bound of the fraction that met every gate reaches ${percent(target)}.`,
    x: { kind: "number", label: "Planned rate, requests/s", range: [low - margin, high + margin] },
    y: { label: "Met every gate, %", isLog: false, range: [0, 105] },
    series: [
      { label: "Measured", style: "dots", color: COLORS[0] },
      { label: "95 % lower bound", style: "dots", color: COLORS[1] },
    ],
    columns: [
      rates,
      byRate.map(({ share }) => 100 * share),
      byRate.map(({ lowerBound }) => 100 * lowerBound),
    ],
    limits: [{ label: `target ${percent(target)}`, y: 100 * target, x: null }],
  };
}

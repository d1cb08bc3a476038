import type { Gate } from "../../figures/gate.ts";
import type { Stats } from "../../figures/stats.ts";
import type { LevelSummary } from "../../figures/summary.ts";
import { type Chart, COLORS, type Columns, inUnit, largestOf, timeUnit } from "./chart.ts";
import { chartOf, type Judged } from "./levelChart.ts";
import { failureChart, goodputChart, prerollChart, stallChart } from "./shareCharts.ts";
import { limitsOf } from "./limits.ts";
import { meaningOf } from "../terms.ts";

type Quantity = Extract<
  Gate["quantity"],
  "ttfa" | "audible_ttfa" | "response" | "service" | "chunk_gap" | "rtf"
>;

const TIMES: Readonly<
  Record<Quantity, { readonly name: string; readonly of: (level: LevelSummary) => Stats | null }>
> = {
  ttfa: { name: "First audio", of: ({ ttfaMs }) => ttfaMs },
  audible_ttfa: { name: "First audible sound", of: ({ audibleTtfaMs }) => audibleTtfaMs },
  response: { name: "Response time", of: ({ responseMs }) => responseMs },
  service: { name: "Service time", of: ({ serviceMs }) => serviceMs },
  chunk_gap: { name: "Gap between chunks", of: ({ chunkGapMs }) => chunkGapMs },
  rtf: { name: "Real-time factor", of: ({ rtf }) => rtf },
};

/** Builds the charts with one point per level; none for a single level, whose figures are in the table. */
export function levelCharts({ levels: unordered, gates }: Judged): Chart[] {
  if (unordered.length < 2) return [];
  const isOpen = unordered.some(({ targetQps }) => targetQps !== null);
  const levels = unordered.toSorted(
    (a, b) => (a.targetQps ?? a.concurrency ?? 0) - (b.targetQps ?? b.concurrency ?? 0),
  );
  const judged = { levels, gates };
  const always: readonly string[] = ["ttfa", isOpen ? "response" : "service"];
  const times = Object.keys(TIMES)
    .filter((name): name is Quantity => name in TIMES)
    .filter((name) => always.includes(name) || gates.some(({ quantity }) => quantity === name));
  const charts = [
    ...times.map((name) => quantityChart(name, judged)),
    rateChart(judged, isOpen),
    failureChart(judged),
    goodputChart(judged),
    stallChart(judged),
    prerollChart(judged),
  ];
  return charts.filter((chart) => chart !== null);
}

/** Builds the chart of p50, p95 and p99 of a quantity, and of the other statistics that a gate limits. */
function quantityChart(quantity: Quantity, { levels, gates }: Judged): Chart | null {
  const { name, of } = TIMES[quantity];
  const own = gates.filter((gate) => gate.quantity === quantity);
  const gated = own.flatMap(({ statistic }) => (statistic === null ? [] : [statistic]));
  const statistics = [...new Set([...(["p50", "p95", "p99"] as const), ...gated])];
  const raw: Columns = [
    levels.map((_, index) => index),
    ...statistics.map((statistic) => levels.map((level) => of(level)?.[statistic] ?? null)),
  ];
  if (levels.every((level) => of(level) === null)) return null;
  const unit = quantity === "rtf" ? { name: "s per s of audio", ms: 1 } : timeUnit(largestOf(raw));
  return chartOf(
    {
      id: `${quantity}-levels`,
      title: name,
      note: meaningOf(
        quantity,
        levels.some(({ targetQps }) => targetQps !== null),
      ),
      unit: `${name}, ${unit.name}`,
      series: statistics.map((label, index) => ({ label, color: COLORS[index] ?? COLORS[4] })),
    },
    inUnit(raw, unit.ms),
    { levels, limits: limitsOf(gates, [quantity], unit.ms) },
  );
}

function rateChart({ levels, gates }: Judged, isOpen: boolean): Chart {
  const columns: Columns = [
    levels.map((_, index) => index),
    ...(isOpen ? [levels.map(({ targetQps }) => targetQps)] : []),
    levels.map(({ achievedQps }) => achievedQps),
  ];
  const planned = isOpen ? [{ label: "Planned", color: "--muted", style: "dashed" as const }] : [];
  return chartOf(
    {
      id: "rate-levels",
      title: "Achieved rate",
      note: meaningOf("achieved_qps", isOpen),
      unit: "Requests/s",
      series: [...planned, { label: "Achieved", color: COLORS[2] }],
    },
    columns,
    { levels, limits: limitsOf(gates, ["achieved_qps"], 1) },
  );
}

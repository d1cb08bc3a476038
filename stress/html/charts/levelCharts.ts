import { gateName, QUANTITIES, type Quantity } from "../../figures/gate.ts";
import { LEVEL_STATS } from "../../figures/slo.ts";
import { isOpenLoop, type LevelSummary } from "../../figures/summary.ts";
import { sizeOf } from "../../headline/levelWords.ts";
import { type Chart, COLORS, type Columns, inUnit, largestOf, timeUnit } from "./chart.ts";
import { capitalized, chartOf, type GatedLevels } from "./levelChart.ts";
import { failureChart, gatedShareCharts, prerollChart, stallChart } from "./shareCharts.ts";
import { limitsOf } from "./limits.ts";
import { meaningOf } from "../terms.ts";

/** Builds the charts with one point per level; none for a single level, whose figures are in the table. */
export function levelCharts({ levels: unordered, gates }: GatedLevels): Chart[] {
  if (unordered.length < 2) return [];
  const isOpen = isOpenLoop(unordered);
  const levels = unordered.toSorted((a, b) => sizeOf(a) - sizeOf(b));
  const gatedLevels = { levels, gates };
  const always = alwaysShown(levels, isOpen);
  const gated = QUANTITIES.filter((name) => gates.some(({ quantity }) => quantity === name));
  const times = [...new Set([...always, ...gated])];
  const charts = [
    ...times.map((name) => quantityChart(name, gatedLevels)),
    rateChart(gatedLevels, isOpen),
    failureChart(gatedLevels),
    ...gatedShareCharts(gatedLevels),
    stallChart(gatedLevels),
    prerollChart(gatedLevels),
  ];
  return charts.filter((chart) => chart !== null);
}

/** Returns the quantities that are shown without a gate on them. */
function alwaysShown(levels: readonly LevelSummary[], isOpen: boolean): readonly Quantity[] {
  if (levels.some(({ talk }) => talk !== undefined))
    return ["first_token_to_byte", "first_token_to_sound"];
  return ["ttfa", isOpen ? "response" : "service"];
}

/** Builds the chart of p50, p95 and p99 of a quantity, and of the other statistics that a gate limits. */
function quantityChart(quantity: Quantity, { levels, gates }: GatedLevels): Chart | null {
  const of = LEVEL_STATS[quantity];
  const name = capitalized(gateName({ quantity, statistic: null }));
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
      note: meaningOf(quantity, isOpenLoop(levels)),
      unit: `${name}, ${unit.name}`,
      series: statistics.map((label, index) => ({ label, color: COLORS[index] ?? COLORS[4] })),
    },
    inUnit(raw, unit.ms),
    { levels, limits: limitsOf(gates, [quantity], unit.ms) },
  );
}

function rateChart({ levels, gates }: GatedLevels, isOpen: boolean): Chart {
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

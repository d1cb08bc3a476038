import { type Gate, gateName } from "../../figures/gate.ts";
import { levelValue } from "../../figures/slo.ts";
import { type Chart, COLORS, type Columns, inUnit, largestOf, timeUnit } from "./chart.ts";
import { capitalized, chartOf, type GatedLevels, type On } from "./levelChart.ts";
import { limitsOf } from "./limits.ts";
import { meaningOf } from "../terms.ts";

/** Builds the chart of failed requests; null without failures and without a gate on them. */
export function failureChart({ levels, gates }: GatedLevels): Chart | null {
  const values = levels.map((level) => {
    const share = levelValue({ quantity: "error_rate", statistic: null }, level);
    return share === null ? null : 100 * share;
  });
  const limits = limitsOf(gates, ["error_rate"], 0.01);
  if (limits.length === 0 && values.every((value) => (value ?? 0) === 0)) return null;
  return shareChart(["error_rate", "Failed requests"], [{ label: "Failed", values }], {
    levels,
    limits,
  });
}

/** Builds the charts of other figures of a level that a gate limits and that are fractions. */
export function gatedShareCharts({ levels, gates }: GatedLevels): Chart[] {
  return (["goodput", "alignment_error_rate"] as const).flatMap((quantity) => {
    const limits = limitsOf(gates, [quantity], 0.01);
    if (limits.length === 0) return [];
    const name = capitalized(gateName({ quantity, statistic: null }));
    const values = levels.map((level) => {
      const share = levelValue({ quantity, statistic: null }, level);
      return share === null ? null : 100 * share;
    });
    return [shareChart([quantity, name], [{ label: name, values }], { levels, limits })];
  });
}

/** Builds the chart of streams with a stall; null if no level was streamed. */
export function stallChart({ levels, gates }: GatedLevels): Chart | null {
  if (levels.every(({ stalls }) => stalls === null)) return null;
  const lines = (["share50", "share100", "share200"] as const).map((share) => ({
    label: `> ${share.slice("share".length)} ms`,
    values: levels.map(({ stalls }) => (stalls === null ? null : 100 * stalls[share])),
  }));
  return shareChart(["stall_rate", "Streams with a stall"], lines, {
    levels,
    limits: limitsOf(gates, ["stall_rate"], 0.01),
  });
}

/** Builds the chart of the pre-roll that avoids stalls; null if no level was streamed. */
export function prerollChart({ levels }: GatedLevels): Chart | null {
  if (levels.every(({ stalls }) => stalls === null)) return null;
  const raw: Columns = [
    levels.map((_, index) => index),
    levels.map(({ stalls }) => stalls?.preroll95Ms ?? null),
    levels.map(({ stalls }) => stalls?.preroll99Ms ?? null),
  ];
  const unit = timeUnit(largestOf(raw));
  return chartOf(
    {
      id: "preroll-levels",
      title: "Pre-roll",
      note: "How long a player has to wait after the first audio so that 95 % or 99 % of the streams never stall.",
      unit: `Pre-roll, ${unit.name}`,
      series: ["95 % of streams", "99 % of streams"].map((label, index) => ({
        label,
        color: COLORS[index] ?? COLORS[4],
      })),
    },
    inUnit(raw, unit.ms),
    { levels, limits: [] },
  );
}

interface Line {
  readonly label: string;
  /** Percent. */
  readonly values: readonly (number | null)[];
}

function shareChart(
  [quantity, title]: readonly [Gate["quantity"], string],
  lines: readonly Line[],
  on: On,
): Chart {
  return chartOf(
    {
      id: `${quantity}-levels`,
      title,
      note: meaningOf(quantity, true),
      unit: `${title}, %`,
      series: lines.map(({ label }, index) => ({ label, color: COLORS[index] ?? COLORS[4] })),
    },
    [on.levels.map((_, index) => index), ...lines.map(({ values }) => values)],
    on,
  );
}

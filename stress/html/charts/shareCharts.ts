import type { Gate } from "../../figures/gate.ts";
import { countedRequests, type LevelSummary } from "../../figures/summary.ts";
import { type Chart, COLORS, type Columns, inUnit, largestOf, timeUnit } from "./chart.ts";
import { chartOf, type Judged, type On } from "./levelChart.ts";
import { limitsOf } from "./limits.ts";
import { meaningOf } from "../terms.ts";

/** Builds the chart of failed requests; null without failures and without a gate on them. */
export function failureChart({ levels, gates }: Judged): Chart | null {
  const share = (level: LevelSummary) => {
    const counted = countedRequests(level);
    return counted === 0 ? null : (100 * (counted - level.ok)) / counted;
  };
  const values = levels.map(share);
  const limits = limitsOf(gates, ["error_rate"], 0.01);
  if (limits.length === 0 && values.every((value) => (value ?? 0) === 0)) return null;
  return shareChart(["error_rate", "Failed requests"], [{ label: "Failed", values }], {
    levels,
    limits,
  });
}

/** Builds the chart of goodput; null without a gate on it. */
export function goodputChart({ levels, gates }: Judged): Chart | null {
  const limits = limitsOf(gates, ["goodput"], 0.01);
  if (limits.length === 0) return null;
  const values = levels.map(({ goodput }) => (goodput === null ? null : 100 * goodput));
  return shareChart(["goodput", "Goodput"], [{ label: "Met every gate", values }], {
    levels,
    limits,
  });
}

/** Builds the chart of streams with a stall; null if no level was streamed. */
export function stallChart({ levels, gates }: Judged): Chart | null {
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
export function prerollChart({ levels }: Judged): Chart | null {
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

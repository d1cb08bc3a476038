import type { Gate } from "../../figures/gate.ts";
import { isOpenLoop, type LevelSummary } from "../../figures/summary.ts";
import { type Chart, type Columns, fitted } from "./chart.ts";

/** Levels in ascending order of their load, and the gates of the run. */
export interface GatedLevels {
  readonly levels: readonly LevelSummary[];
  readonly gates: readonly Gate[];
}

/** The levels of a chart, and the limits in it. */
export type On = Pick<Chart, "limits"> & { readonly levels: readonly LevelSummary[] };

interface Named extends Pick<Chart, "id" | "title" | "note"> {
  /** Label of the y axis. */
  readonly unit: string;
  readonly series: readonly {
    readonly label: string;
    readonly color: string;
    readonly style?: "dashed";
  }[];
}

/** Makes the first letter a capital. */
export function capitalized(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

function loadName(levels: readonly LevelSummary[]): string {
  if (isOpenLoop(levels)) return "Planned rate, requests/s";
  return levels.some(({ talk }) => talk !== undefined)
    ? "Conversations at once"
    : "Requests in flight";
}

/** Builds a chart with one point per level. The first of `columns` is the index of the level. */
export function chartOf({ id, title, note, unit, series }: Named, columns: Columns, on: On): Chart {
  const { levels, limits } = on;
  const y = fitted(unit, columns, limits);
  return {
    id,
    title: `${title} by ${isOpenLoop(levels) ? "rate" : "load"}`,
    note,
    x: {
      kind: "levels",
      label: loadName(levels),
      range: [-0.4, levels.length - 0.6],
      labels: levels.map(({ label, targetQps, concurrency }) =>
        String(label.includes("#") ? label : (targetQps ?? concurrency ?? label)),
      ),
    },
    y,
    series: series.map(({ label, color, style }) => ({ label, color, style: style ?? "line" })),
    columns,
    limits,
  };
}

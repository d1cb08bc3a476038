import type { Gate } from "../../figures/gate.ts";
import { isOpenLoop } from "../../figures/summary.ts";
import type { Summary } from "../../results/runSummary.ts";
import { burstChart } from "./burstChart.ts";
import type { Chart } from "./chart.ts";
import { distributionCharts } from "./distributionCharts.ts";
import type { Gathered } from "../gather.ts";
import { levelCharts } from "./levelCharts.ts";
import { searchChart } from "./searchChart.ts";
import { timeChart } from "./timeChart.ts";

/** Charts below one heading. */
interface Section {
  readonly title: string;
  readonly charts: readonly Chart[];
}

/** Chooses the charts of a run. Sections without charts are left out. */
export function chartSections(
  { kind, levels, search, percentileMethod }: Summary,
  gathered: Gathered,
  gates: readonly Gate[],
): Section[] {
  const measured = gathered.levels.filter(({ rows }) => rows.length > 0);
  const isOpen = isOpenLoop(levels);
  // The gates of a search limit single requests, not the percentiles of its repeats.
  const shown = search === undefined ? gates : [];
  const pooled = search === undefined ? measured : pooledByRate(measured);
  const distributed = { levels: pooled, gates: shown, method: percentileMethod };
  const overTime =
    kind === "burst" ? measured.map(({ rows }) => burstChart(rows)) : [timeChart(measured, shown)];
  const sections: Section[] = [
    search === undefined
      ? { title: isOpen ? "By rate" : "By load", charts: levelCharts({ levels, gates: shown }) }
      : { title: "By rate", charts: [searchChart(search)] },
    { title: "By percentile", charts: distributionCharts(distributed, isOpen) },
    { title: "Over time", charts: measured.length === 0 ? [] : overTime },
  ];
  return sections.filter(({ charts }) => charts.length > 0);
}

/** Joins the repeats of each rate of a search, in ascending order of the rates. */
function pooledByRate(levels: Gathered["levels"]): Gathered["levels"] {
  const groups = Map.groupBy(levels, ({ level }) => level.targetQps ?? 0);
  return [...groups]
    .sort(([a], [b]) => a - b)
    .flatMap(([qps, [first, ...others]]) => {
      if (first === undefined) return [];
      const rows = [first, ...others].flatMap((each) => each.rows);
      return [{ level: { ...first.level, label: String(qps) }, rows }];
    });
}

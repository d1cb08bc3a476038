import type { Gate } from "../../figures/gate.ts";
import { isOpenLoop } from "../../figures/summary.ts";
import type { Summary } from "../../results/runSummary.ts";
import type { Chart } from "./chart.ts";
import { distributionChart } from "./distributionChart.ts";
import type { Gathered } from "../gather.ts";
import { levelCharts } from "./levelCharts.ts";
import { searchChart } from "./searchChart.ts";
import { meaningOf } from "../terms.ts";
import { burstChart, timeChart } from "./timeChart.ts";

/** Charts below one heading. */
interface Section {
  readonly title: string;
  readonly charts: readonly Chart[];
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

const READING =
  "At p95, 95 % of the requests are faster than the line. The right end of a line is its slowest request.";

/** Chooses the charts of a run. Sections without charts are left out. */
export function chartSections(
  { kind, levels, search, percentileMethod }: Summary,
  gathered: Gathered,
  gates: readonly Gate[],
): Section[] {
  const measured = gathered.levels.filter(({ rows }) => rows.length > 0);
  const isOpen = isOpenLoop(levels);
  const latency = isOpen ? ("response" as const) : ("service" as const);
  // The gates of a search limit single requests, not the percentiles of its repeats.
  const shown = search === undefined ? gates : [];
  const pooled = search === undefined ? measured : pooledByRate(measured);
  const distributed = { levels: pooled, gates: shown, method: percentileMethod };
  const distributions = [
    distributionChart(
      {
        id: "first-sound-percentiles",
        title: "First token to first sound",
        note: `${meaningOf("first_token_to_sound", isOpen)} ${READING}`,
        quantity: "first_token_to_sound",
        of: (row) => row.soundMs,
      },
      distributed,
    ),
    distributionChart(
      {
        id: "ttfa-percentiles",
        title: "First audio",
        note: `${meaningOf("ttfa", isOpen)} ${READING}`,
        quantity: "ttfa",
        of: (row) => row.ttfaMs,
      },
      distributed,
    ),
    distributionChart(
      {
        id: `${latency}-percentiles`,
        title: isOpen ? "Response time" : "Service time",
        note: `${meaningOf(latency, isOpen)} ${READING}`,
        quantity: latency,
        of: (row) => row.latencyMs,
      },
      distributed,
    ),
  ].filter((chart) => chart !== null);
  const sections: Section[] = [
    { title: "By rate", charts: search === undefined ? [] : [searchChart(search)] },
    {
      title: isOpen ? "By rate" : "By load",
      charts: search === undefined ? levelCharts({ levels, gates: shown }) : [],
    },
    { title: "By percentile", charts: distributions },
    {
      title: "Over time",
      charts:
        measured.length === 0
          ? []
          : kind === "burst"
            ? measured.map(({ rows }) => burstChart(rows))
            : [timeChart(measured, shown)],
    },
  ];
  return sections.filter(({ charts }) => charts.length > 0);
}

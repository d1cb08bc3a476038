import type { Gate } from "../../figures/gate.ts";
import type { Row } from "../gather.ts";
import { meaningOf } from "../terms.ts";
import type { Chart } from "./chart.ts";
import { distributionChart, type LevelDistributions } from "./distributionChart.ts";

const READING =
  "At p95, 95 % of the requests are faster than the line. The right end of a line is its slowest request.";

/** A measured time that has a chart. */
interface Time {
  readonly id: string;
  readonly title: string;
  readonly quantity: Gate["quantity"];
  readonly of: (row: Row) => number | null;
}

/** Builds a chart by percentile of each time that a request has. */
export function distributionCharts(measured: LevelDistributions, isOpen: boolean): Chart[] {
  const latency = isOpen ? ("response" as const) : ("service" as const);
  const times: readonly Time[] = [
    {
      id: "first-sound-percentiles",
      title: "First token to first sound",
      quantity: "first_token_to_sound",
      of: (row) => row.soundMs,
    },
    {
      id: "ttfa-percentiles",
      title: "First audio",
      quantity: "ttfa",
      of: (row) => row.ttfaMs,
    },
    {
      id: `${latency}-percentiles`,
      title: isOpen ? "Response time" : "Service time",
      quantity: latency,
      of: (row) => row.latencyMs,
    },
  ];
  return times.flatMap((time) => {
    const note = `${meaningOf(time.quantity, isOpen)} ${READING}`;
    return distributionChart({ ...time, note }, measured) ?? [];
  });
}

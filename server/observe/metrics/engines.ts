import { Counter, Gauge, type Registry } from "prom-client";
import type { Engine } from "../../../src/engine.ts";
import { RUNAWAYS } from "../../../src/lm/completions/runaway.ts";
import { FAULTS } from "../../../src/lm/failure.ts";

interface FigureMetric {
  readonly figure: string;
  readonly help: string;
  /** Factor that converts the figure's unit to the metric's unit; 1 by default. */
  readonly scale?: number;
}

/** Counters by metric name, each with the figure of `Engine.figures` that it exports. */
const COUNTERS: Readonly<Record<string, FigureMetric>> = {
  utter_codec_runs_total: { figure: "codec_runs", help: "Codec runs, one batch each" },
  utter_codec_windows_total: { figure: "codec_windows", help: "Windows decoded" },
  utter_codec_decoded_tokens_total: {
    figure: "codec_decoded_tokens",
    help: "Tokens decoded, including context",
  },
  utter_codec_new_tokens_total: {
    figure: "codec_new_tokens",
    help: "Tokens decoded to new audio, 20 ms each",
  },
  utter_codec_busy_seconds_total: {
    figure: "codec_busy_ms",
    help: "Time spent in codec runs",
    scale: 1e-3,
  },
  utter_codec_stalls_predicted_total: {
    figure: "codec_late_chunks",
    help: "Chunks that arrived more than 50 ms after a real-time client's buffer underran",
  },
  utter_codec_dropped_windows_total: {
    figure: "codec_dropped_windows",
    help: "Windows dropped before their run because the client disconnected",
  },
  utter_codec_thrown_away_windows_total: {
    figure: "codec_thrown_away_windows",
    help: "Windows discarded after their run because the client disconnected",
  },
  utter_codec_failed_runs_total: { figure: "codec_failed_runs", help: "Failed codec runs" },
  utter_codec_failed_windows_total: {
    figure: "codec_failed_windows",
    help: "Windows that failed again when retried alone",
  },
};
interface KindMetric {
  readonly name: string;
  readonly help: string;
  readonly kinds: readonly string[];
  /** The figure of a kind is this prefix and the kind. */
  readonly figurePrefix: string;
}

/** Counters of a speech LM with a label for the kind. */
const LM_KINDS: readonly KindMetric[] = [
  {
    name: "utter_upstream_errors_total",
    help: "Failed requests to a speech LM by kind of failure, including requests that were retried",
    kinds: FAULTS,
    figurePrefix: "lm_failed_",
  },
  {
    name: "utter_lm_runaways_total",
    help: "Generations that exceeded a bound of the server, by bound; a loop is stopped only with LM_LOOP_STOP",
    kinds: RUNAWAYS,
    figurePrefix: "lm_runaway_",
  },
];
const BATCH_SIZES = [1, 2, 4, 8, 16, 32, 64];

/** Registers the metrics of the engines. Counters are read from `Engine.figures` at each scrape. */
export function addEngineMetrics(registry: Registry, engines: readonly Engine[]): void {
  for (const [name, { figure, help, scale = 1 }] of Object.entries(COUNTERS)) {
    const counter = new Counter({
      name,
      help,
      labelNames: ["engine"],
      registers: [registry],
      collect(): void {
        counter.reset();
        for (const engine of engines) {
          const value = engine.figures?.()[figure];
          if (value !== undefined) counter.inc({ engine: engine.id }, value * scale);
        }
      },
    });
  }
  const capacity = new Gauge({
    name: "utter_live_capacity",
    help: "Measured number of live listeners that the engine serves without underruns",
    labelNames: ["engine"],
    registers: [registry],
  });
  for (const { id, liveCapacity } of engines)
    if (liveCapacity !== undefined) capacity.set({ engine: id }, liveCapacity);
  for (const kinds of LM_KINDS) addKinds(registry, engines, kinds);
}

function addKinds(registry: Registry, engines: readonly Engine[], metric: KindMetric): void {
  const { name, help, kinds, figurePrefix } = metric;
  const counter = new Counter({
    name,
    help,
    labelNames: ["kind", "engine"],
    registers: [registry],
    collect(): void {
      counter.reset();
      for (const engine of engines) {
        const figures = engine.figures?.() ?? {};
        for (const kind of kinds) {
          const value = figures[`${figurePrefix}${kind}`];
          if (value !== undefined) counter.inc({ kind, engine: engine.id }, value);
        }
      }
    },
  });
}

/**
 * Returns a histogram of the codec's batch sizes in the exposition format. prom-client's histogram would need one call
 * per codec run, and there can be millions of runs between two scrapes.
 */
export function batchSizeHistogram(engines: readonly Engine[]): string {
  const name = "utter_codec_batch_size";
  const series = engines.flatMap(({ id, batches }) =>
    batches ? buckets(name, id, batches()) : [],
  );
  if (series.length === 0) return "";
  const head = [`# HELP ${name} Windows per codec run`, `# TYPE ${name} histogram`];
  return `\n${[...head, ...series].join("\n")}\n`;
}

/** Returns the histogram series of one engine. In the exposition format buckets are cumulative. */
function buckets(name: string, engine: string, counts: ReadonlyMap<number, number>): string[] {
  const upTo = (maxSize: number): number =>
    [...counts].reduce((sum, [size, count]) => sum + (size <= maxSize ? count : 0), 0);
  const total = [...counts].reduce((sum, [size, count]) => sum + size * count, 0);
  const label = `engine="${engine}"`;
  return [
    ...BATCH_SIZES.map((size) => `${name}_bucket{${label},le="${size}"} ${upTo(size)}`),
    `${name}_bucket{${label},le="+Inf"} ${upTo(Infinity)}`,
    `${name}_sum{${label}} ${total}`,
    `${name}_count{${label}} ${upTo(Infinity)}`,
  ];
}

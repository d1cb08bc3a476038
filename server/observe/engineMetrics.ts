import { Counter, Gauge, type Registry } from "prom-client";
import type { Engine } from "../../src/engine.ts";
import { FAULTS } from "../../src/lm/failure.ts";

interface FigureMetric {
  readonly figure: string;
  readonly help: string;
  /** What one of the figure's units is in the metric's. */
  readonly scale?: number;
}

/** Figures of an engine (`Engine.figures`) as counters. */
const COUNTERS: Readonly<Record<string, FigureMetric>> = {
  utter_codec_runs_total: { figure: "codec_runs", help: "Runs of the codec, each with a batch" },
  utter_codec_windows_total: { figure: "codec_windows", help: "Windows decoded" },
  utter_codec_decoded_tokens_total: {
    figure: "codec_decoded_tokens",
    help: "Tokens decoded, with the context around new ones",
  },
  utter_codec_new_tokens_total: {
    figure: "codec_new_tokens",
    help: "Tokens that became new audio, 20 ms each",
  },
  utter_codec_busy_seconds_total: {
    figure: "codec_busy_ms",
    help: "Time that runs of the codec took",
    scale: 1e-3,
  },
  utter_codec_stalls_predicted_total: {
    figure: "codec_late_chunks",
    help: "Chunks that a real-time listener must have waited for, by more than 50 ms",
  },
  utter_codec_dropped_windows_total: {
    figure: "codec_dropped_windows",
    help: "Windows whose client left before their run",
  },
  utter_codec_thrown_away_windows_total: {
    figure: "codec_thrown_away_windows",
    help: "Windows whose client left during their run",
  },
  utter_codec_failed_runs_total: { figure: "codec_failed_runs", help: "Runs that failed" },
  utter_codec_failed_windows_total: {
    figure: "codec_failed_windows",
    help: "Windows that failed again when tried alone",
  },
};
const BATCH_SIZES = [1, 2, 4, 8, 16, 32, 64];

/** What the engines count since start. Engines count for themselves: nothing is observed twice, all is read when asked. */
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
    help: "Live listeners that the engine promises to serve without stalls, where it was measured",
    labelNames: ["engine"],
    registers: [registry],
  });
  for (const { id, liveCapacity } of engines)
    if (liveCapacity !== undefined) capacity.set({ engine: id }, liveCapacity);
  const faults = new Counter({
    name: "utter_upstream_errors_total",
    help: "Failed tries at a speech LM by kind, also those that another try mended",
    labelNames: ["kind", "engine"],
    registers: [registry],
    collect(): void {
      faults.reset();
      for (const engine of engines) {
        const figures = engine.figures?.() ?? {};
        for (const kind of FAULTS) {
          const value = figures[`lm_failed_${kind}`];
          if (value !== undefined) faults.inc({ kind, engine: engine.id }, value);
        }
      }
    },
  });
}

/**
 * How large the codec's batches were, as a histogram. Spelt here, since prom-client's own can only be told one value
 * after the other, and the codec's counts may have grown by millions since the last scrape.
 */
export function batchSizes(engines: readonly Engine[]): string {
  const name = "utter_codec_batch_size";
  const series = engines.flatMap(({ id, batches }) =>
    batches ? buckets(name, id, batches()) : [],
  );
  if (series.length === 0) return "";
  const head = [`# HELP ${name} Windows in a run of the codec`, `# TYPE ${name} histogram`];
  return `\n${[...head, ...series].join("\n")}\n`;
}

/** Cumulative, as the exposition format wants it. */
function buckets(name: string, engine: string, counts: ReadonlyMap<number, number>): string[] {
  const upTo = (most: number): number =>
    [...counts].reduce((sum, [size, count]) => sum + (size <= most ? count : 0), 0);
  const total = [...counts].reduce((sum, [size, count]) => sum + size * count, 0);
  const label = `engine="${engine}"`;
  return [
    ...BATCH_SIZES.map((most) => `${name}_bucket{${label},le="${most}"} ${upTo(most)}`),
    `${name}_bucket{${label},le="+Inf"} ${upTo(Infinity)}`,
    `${name}_sum{${label}} ${total}`,
    `${name}_count{${label}} ${upTo(Infinity)}`,
  ];
}

import { Counter, Registry } from "prom-client";
import type { Engine } from "../../src/engine.ts";
import type { Admission } from "../admission/admission.ts";
import type { Drain } from "../drain.ts";
import { addAdmissionMetrics } from "./metrics/admission.ts";
import { addEngineMetrics, batchSizeHistogram } from "./metrics/engines.ts";
import { addEventLoopMetrics, type WatchEventLoop } from "./metrics/eventLoop.ts";
import { addProcessMetrics } from "./metrics/process.ts";
import { addReadinessMetrics } from "./metrics/readiness.ts";
import { addRequestMetrics } from "./metrics/requests.ts";
import type { AccessRecord } from "./record.ts";
import { STAGES, type Stage } from "./stages.ts";

/**
 * The metrics of GET /metrics. The number of series is bounded because labels are routes, faces, outcomes, error codes,
 * engines, addresses of speech LMs and stages, never strings from a client's request.
 */
export interface Metrics {
  readonly contentType: string;
  /** Returns the text exposition. Gauges and engine figures are read at each call. */
  text(): Promise<string>;
  /** Counts a request that has ended. */
  finished(record: AccessRecord, totalMs: number): void;
  /** Counts a client that stopped reading a whole file. */
  readerStalled(): void;
  /** Counts a request that the watchdog has freed. */
  stuck(stage: Stage): void;
  /** Starts to measure the delay of the event loop. */
  readonly watchEventLoop: WatchEventLoop;
}

interface MetricsSources {
  readonly engines: readonly Engine[];
  readonly admission: Admission;
  readonly drain: Pick<Drain, "draining">;
}

/**
 * Creates the metrics of a server, in their own registry.
 *
 * @example
 * const metrics = createMetrics({ engines, admission, drain });
 * metrics.finished(record, 900);
 */
export function createMetrics({ engines, admission, drain }: MetricsSources): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const count = addRequestMetrics(registers);
  const stalls = new Counter({
    name: "utter_reader_stalls_total",
    help: "Clients that were disconnected because they read nothing for CLIENT_STALL_TIMEOUT_S",
    registers,
  });
  const stuck = new Counter({
    name: "utter_requests_stuck_total",
    help: "Requests freed by the watchdog, by the stage they were in",
    labelNames: ["waits_for"],
    registers,
  });
  // An increase from nothing is no increase for Prometheus, so the first stuck request would go unnoticed.
  for (const stage of STAGES) stuck.inc({ waits_for: stage }, 0);
  addAdmissionMetrics(registers, { engines, admission });
  addReadinessMetrics(registers, { engines, drain });
  addEngineMetrics(registry, engines);
  addProcessMetrics(registers);
  const watchEventLoop = addEventLoopMetrics(registers);
  return {
    contentType: registry.contentType,
    text: async () => (await registry.metrics()) + batchSizeHistogram(engines),
    finished(record, totalMs) {
      count(record, totalMs);
      if (record.outcome === "stalled") stalls.inc();
    },
    readerStalled: () => stalls.inc(),
    stuck: (stage) => stuck.inc({ waits_for: stage }),
    watchEventLoop,
  };
}

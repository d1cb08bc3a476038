import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { Engine } from "../../src/engine.ts";
import type { Admission } from "../admission/admission.ts";
import { addEngineMetrics, batchSizeHistogram } from "./engineMetrics.ts";
import type { AccessRecord } from "./record.ts";
import { addProcessMetrics } from "./processMetrics.ts";
import type { Stage } from "./stages.ts";

/** Histogram buckets, seconds. They range from flite's time for one word to twice the default REQUEST_TIMEOUT_S. */
const BUCKETS_S = [
  0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 20, 30, 60,
];

/**
 * The metrics of GET /metrics. The number of series is bounded because labels are routes, faces, outcomes, engines
 * and stages, never strings from a client's request.
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
}

interface MetricsSources {
  readonly engines: readonly Engine[];
  readonly admission: Admission;
}

/**
 * Creates the metrics of a server, in their own registry.
 *
 * @example
 * const metrics = createMetrics({ engines, admission });
 * metrics.finished(record, 900);
 */
export function createMetrics({ engines, admission }: MetricsSources): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const requests = new Counter({
    name: "utter_requests_total",
    help: "Requests that have ended",
    labelNames: ["route", "outcome", "engine", "face"],
    registers,
  });
  const audio = new Counter({
    name: "utter_audio_seconds_total",
    help: "Seconds of audio produced, including broken responses",
    labelNames: ["engine", "face"],
    registers,
  });
  const unspoken = new Counter({
    name: "utter_unspoken_characters_total",
    help: "Letters and digits that the engine could not say and left out",
    labelNames: ["engine"],
    registers,
  });
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
  const firstAudio = new Histogram({
    name: "utter_first_audio_seconds",
    help: "Time from a request to its first audio",
    labelNames: ["engine", "face"],
    buckets: BUCKETS_S,
    registers,
  });
  const total = new Histogram({
    name: "utter_request_seconds",
    help: "Time from a request to the end of its response, successful requests only",
    labelNames: ["engine", "face"],
    buckets: BUCKETS_S,
    registers,
  });
  addGauges(registers, admission);
  addEngineMetrics(registry, engines);
  addProcessMetrics(registers);
  return {
    contentType: registry.contentType,
    text: async () => (await registry.metrics()) + batchSizeHistogram(engines),
    finished({ route, face, outcome, speech }, totalMs) {
      requests.inc({ route, outcome, engine: speech?.engine ?? "", face });
      if (outcome === "stalled") stalls.inc();
      if (speech === undefined) return;
      const { engine, audioS, firstAudioMs } = speech;
      if (speech.unspoken !== undefined) unspoken.inc({ engine }, speech.unspoken);
      if (audioS !== undefined) audio.inc({ engine, face }, audioS);
      if (firstAudioMs !== undefined) firstAudio.observe({ engine, face }, firstAudioMs / 1000);
      if (outcome === "ok") total.observe({ engine, face }, totalMs / 1000);
    },
    readerStalled: () => stalls.inc(),
    stuck: (stage) => stuck.inc({ waits_for: stage }),
  };
}

function addGauges(registers: Registry[], admission: Admission): void {
  const inFlight = new Gauge({
    name: "utter_requests_in_flight",
    help: "Speech requests in flight",
    registers,
    collect(): void {
      inFlight.set(admission.inFlight);
    },
  });
  const queued = new Gauge({
    name: "utter_requests_queued",
    help: "Speech requests in the queue",
    registers,
    collect(): void {
      queued.set(admission.queued);
    },
  });
}

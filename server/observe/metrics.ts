import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { Engine } from "../../src/engine.ts";
import type { Admission } from "../admission/admission.ts";
import { addEngineMetrics, batchSizes } from "./engineMetrics.ts";
import type { AccessRecord } from "./record.ts";
import { addProcessMetrics } from "./processMetrics.ts";
import type { Stage } from "./stages.ts";

/** From one word of the embedded voice to the longest silence that is borne, seconds. */
const SECONDS = [
  0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 20, 30, 60,
];

/** What GET /metrics tells. Labels are bounded: routes, outcomes, engines and stages, never a client's own words. */
export interface Metrics {
  readonly contentType: string;
  /** The exposition; what is not counted anyway is looked up only here. */
  text(): Promise<string>;
  /** Counts a request that has ended; its route must be one of the server's own. */
  finished(record: AccessRecord, totalMs: number): void;
  /** A reader took nothing for too long and was cut. */
  readerStalled(): void;
  /** A request that stood still was freed by the watchdog. */
  stuck(stage: Stage): void;
}

interface Measured {
  readonly engines: readonly Engine[];
  readonly admission: Admission;
}

export function createMetrics({ engines, admission }: Measured): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const requests = new Counter({
    name: "utter_requests_total",
    help: "Requests that have ended",
    labelNames: ["route", "outcome", "engine"],
    registers,
  });
  const audio = new Counter({
    name: "utter_audio_seconds_total",
    help: "Audio made, seconds, also of answers that broke",
    labelNames: ["engine"],
    registers,
  });
  const stalls = new Counter({
    name: "utter_reader_stalls_total",
    help: "Readers that took nothing for CLIENT_STALL_TIMEOUT_S and were cut",
    registers,
  });
  const stuck = new Counter({
    name: "utter_requests_stuck_total",
    help: "Requests that the watchdog freed, by what they waited for",
    labelNames: ["waits_for"],
    registers,
  });
  const firstAudio = new Histogram({
    name: "utter_first_audio_seconds",
    help: "Time from a request to its first audio",
    labelNames: ["engine"],
    buckets: SECONDS,
    registers,
  });
  const total = new Histogram({
    name: "utter_request_seconds",
    help: "Time from a request to the end of its whole answer; failures are left out",
    labelNames: ["engine"],
    buckets: SECONDS,
    registers,
  });
  addGauges(registers, admission);
  addEngineMetrics(registry, engines);
  addProcessMetrics(registers);
  return {
    contentType: registry.contentType,
    text: async () => (await registry.metrics()) + batchSizes(engines),
    finished({ route, outcome, speech }, totalMs) {
      requests.inc({ route, outcome, engine: speech?.engine ?? "" });
      if (outcome === "stalled") stalls.inc();
      if (speech === undefined) return;
      const { engine, audioS, firstAudioMs } = speech;
      if (audioS !== undefined) audio.inc({ engine }, audioS);
      if (firstAudioMs !== undefined) firstAudio.observe({ engine }, firstAudioMs / 1000);
      if (outcome === "ok") total.observe({ engine }, totalMs / 1000);
    },
    readerStalled: () => stalls.inc(),
    stuck: (stage) => stuck.inc({ waits_for: stage }),
  };
}

function addGauges(registers: Registry[], admission: Admission): void {
  const inFlight = new Gauge({
    name: "utter_requests_in_flight",
    help: "Speech requests that are served now",
    registers,
    collect(): void {
      inFlight.set(admission.inFlight);
    },
  });
  const queued = new Gauge({
    name: "utter_requests_queued",
    help: "Speech requests that wait for a place",
    registers,
    collect(): void {
      queued.set(admission.queued);
    },
  });
}

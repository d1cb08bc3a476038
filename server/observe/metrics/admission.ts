import type { Registry } from "prom-client";
import type { Engine } from "../../../src/engine.ts";
import type { Admission } from "../../admission/admission.ts";
import { listenerCapacity } from "../../admission/limits.ts";
import { addGauge } from "./gauge.ts";

interface AdmissionSources {
  readonly engines: readonly Engine[];
  readonly admission: Admission;
}

/** Registers gauges of the requests that hold a slot or wait for one, and of the limits of both. */
export function addAdmissionMetrics(
  registers: Registry[],
  { engines, admission }: AdmissionSources,
): void {
  const capacity = listenerCapacity(engines, admission.maxInFlight);
  const gauges: readonly (readonly [name: string, help: string, read: () => number])[] = [
    ["utter_requests_in_flight", "Speech requests in flight", () => admission.inFlight],
    ["utter_requests_queued", "Speech requests in the queue", () => admission.queued],
    [
      "utter_requests_in_flight_limit",
      "Limit of the speech requests in flight",
      () => admission.maxInFlight,
    ],
    [
      "utter_requests_queued_limit",
      "Limit of the speech requests in the queue",
      () => admission.maxQueue,
    ],
    [
      "utter_listeners",
      "Speech requests in flight whose client plays while the audio is made",
      () => admission.listeners,
    ],
    [
      "utter_listeners_capacity",
      "Listeners that the server carries: the limit of requests in flight, or the measured live capacity if that is less",
      () => capacity,
    ],
    [
      "utter_predicted_wait_seconds",
      "Predicted wait of a live request that arrived now; 0 if it would start at once",
      () => admission.predictedWaitMs() / 1000,
    ],
  ];
  for (const [name, help, read] of gauges) addGauge(registers, { name, help }, read);
}

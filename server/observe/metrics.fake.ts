import { createAdmission } from "../admission/admission.ts";
import { createDrain } from "../drain.ts";
import { createFakeEngine } from "../engine.fake.ts";
import { createMetrics } from "./metrics.ts";

/** Creates the metrics of a server with one engine and one slot. */
export function buildMetrics(engine = createFakeEngine()) {
  const limits = { maxInFlight: 1, maxQueue: 5, queueTimeoutMs: 60_000 };
  const admission = createAdmission({
    ...limits,
    maxAudioS: 1000,
    shared: false,
    now: () => 0,
  });
  const drain = createDrain();
  const metrics = createMetrics({ engines: [engine], admission, drain });
  /** Returns the value of a series, which is named as in the exposition; null if the series is absent. */
  const value = async (series: string) => {
    const text = await metrics.text();
    const line = text.split("\n").find((line) => line.startsWith(`${series} `));
    return line === undefined ? null : Number(line.slice(series.length));
  };
  return { admission, drain, metrics, value };
}

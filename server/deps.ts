import type { Deps, Services } from "./app.ts";
import { writeAccess } from "./log.ts";
import { createMetrics } from "./metrics.ts";
import { causeText } from "./observer.ts";
import { createUnsent } from "./unsent.ts";
import { createWatchdog } from "./watchdog.ts";

/** What the watchdog gives the limits of a request to work by themselves, milliseconds. */
const GRACE_MS = 5000;

/** The services with those who watch requests and hear of their ends. */
export function createDeps(services: Services): Deps {
  const { config, catalogue, admission, log, now, observers = [] } = services;
  const metrics = createMetrics({ engines: catalogue.engines, admission });
  const engineMs = config.REQUEST_TIMEOUT_S * 1000 + GRACE_MS;
  const limitsMs = {
    engine: engineMs,
    encoder: engineMs,
    reader: config.CLIENT_STALL_TIMEOUT_S * 1000 + GRACE_MS,
  };
  return {
    watchdog: createWatchdog({ limitsMs, log, freed: metrics.stuck, now }),
    // A hundredth of the limit: a look that old is as good as new.
    unsent: createUnsent({ maxAgeMs: config.CLIENT_STALL_TIMEOUT_S * 10, now }),
    ...services,
    metrics,
    finished(record, fault) {
      if (fault !== undefined) log("error", "fault", { id: record.id, cause: causeText(fault) });
      const endedMs = now();
      writeAccess(log, record, endedMs);
      metrics.finished(record, endedMs - record.startedMs);
      for (const observe of observers) observe({ record, endedMs, fault });
    },
    readerStalled({ id }) {
      log("warn", "reader_stalled", { id });
      metrics.readerStalled();
    },
  };
}

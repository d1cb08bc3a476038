import type { Admission } from "./admission/admission.ts";
import type { Config } from "./config.ts";
import type { Drain } from "./drain.ts";
import { type AccessRecord, type Log, writeAccess } from "./observe/log.ts";
import { createMetrics, type Metrics } from "./observe/metrics.ts";
import { causeText, type Observer } from "./observe/observer.ts";
import { createUnsent, type Peer, type Unsent } from "./answer/unsent.ts";
import type { Catalogue } from "./routes/voices.ts";
import { createWatchdog, type Watchdog } from "./observe/watchdog.ts";

/** What the watchdog gives the limits of a request to work by themselves, milliseconds. */
const GRACE_MS = 5000;

/** What the routes are made of; tests give fakes. */
export interface Services {
  readonly config: Config;
  readonly catalogue: Catalogue;
  readonly admission: Admission;
  readonly drain: Drain;
  readonly log: Log;
  /** A clock that never runs backwards, milliseconds. */
  readonly now: () => number;
  /** Others who want to know of each request that has ended. */
  readonly observers?: readonly Observer[];
  /** A test may bring one that it can see. */
  readonly watchdog?: Watchdog;
}

export interface Deps extends Services {
  readonly metrics: Metrics;
  readonly watchdog: Watchdog;
  readonly unsent: Unsent;
  /** Writes the access line of a request, and the cause of a fault that was the server's own. */
  finished(record: AccessRecord, fault?: unknown): void;
  /** Counts and logs a reader of a whole file that was cut, long after its access line. */
  readerStalled(record: AccessRecord): void;
}

export interface Env {
  /** What Bun.serve hands to `fetch` beside the request; absent in `app.request()`. */
  Bindings: {
    timeout?(request: Request, seconds: number): void;
    requestIP?(request: Request): Peer | null;
  };
  Variables: {
    record: AccessRecord;
    /** Which of the API keys the client showed, by its place; absent where none is asked for. */
    key?: string;
  };
}

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

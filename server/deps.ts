import type { LexiconFile } from "../src/text/lexiconFile.ts";
import type { Admission } from "./admission/admission.ts";
import { createUnsent, type Unsent } from "./answer/unsent.ts";
import type { Catalogue } from "./catalogue.ts";
import type { Config } from "./config.ts";
import type { Drain } from "./drain.ts";
import { createClientVoices, type FindClientVoice } from "./clientVoices.ts";
import { causeText } from "./observe/cause.ts";
import type { Log } from "./observe/log.ts";
import { createLive, type Live } from "./observe/live/live.ts";
import { createMetrics, type Metrics } from "./observe/metrics.ts";
import type { Observer } from "./observe/observer.ts";
import { type AccessRecord, writeAccess } from "./observe/record.ts";
import { createWatchdog, type Watchdog } from "./observe/watchdog.ts";

/** Time by which the watchdog acts later than a request's own timeouts, milliseconds. */
const GRACE_MS = 5000;
/** Maximum age of the cached table of kernel send queues, as a fraction of the stall timeout. */
const UNSENT_AGE = 0.01;

/** The parts from which the server is assembled. Tests pass fakes. */
export interface Services {
  readonly config: Config;
  readonly catalogue: Catalogue;
  readonly admission: Admission;
  readonly drain: Drain;
  /** The file of LEXICON_FILE, if one is set. */
  readonly lexicon?: LexiconFile | null;
  readonly log: Log;
  /** A clock that never runs backwards, milliseconds. */
  readonly now: () => number;
  /** Called with each request that has ended. */
  readonly observers?: readonly Observer[];
  /** Replaces the watchdog in tests. */
  readonly watchdog?: Watchdog;
}

/** The services, metrics, followed load, watchdog and reports that the routes use. */
export interface Deps extends Services {
  readonly metrics: Metrics;
  readonly live: Live;
  readonly watchdog: Watchdog;
  readonly unsent: Unsent;
  readonly clientVoice: FindClientVoice;
  /**
   * Reports a request that has ended to the log, the metrics and the observers. `fault` is the cause if the server is at
   * fault.
   */
  finished(record: AccessRecord, fault?: unknown): void;
  /** Counts and logs a stalled client of a whole file. The access log line of that request already exists. */
  readerStalled(record: Pick<AccessRecord, "id">): void;
}

/**
 * Adds metrics, watchdog and reports to the services.
 *
 * @example
 * const deps = createDeps({ config, catalogue, admission, drain, log, now: () => performance.now() });
 */
export function createDeps(services: Services): Deps {
  const { config, catalogue, admission, drain, log, now, observers = [] } = services;
  const metrics = createMetrics({ engines: catalogue.engines, admission, drain });
  const live = createLive({ engines: catalogue.engines, admission });
  const engineMs = config.REQUEST_TIMEOUT_S * 1000 + GRACE_MS;
  const stallMs = config.CLIENT_STALL_TIMEOUT_S * 1000;
  const limitsMs = { engine: engineMs, encoder: engineMs, reader: stallMs + GRACE_MS };
  return {
    watchdog: createWatchdog({ limitsMs, log, onFreed: metrics.stuck, now }),
    clientVoice: createClientVoices(catalogue, log),
    unsent: createUnsent({ maxAgeMs: stallMs * UNSENT_AGE, now }),
    ...services,
    metrics,
    live,
    finished(record, fault) {
      if (fault !== undefined) log("error", "fault", { id: record.id, cause: causeText(fault) });
      const endedMs = now();
      writeAccess(log, record, endedMs);
      metrics.finished(record, endedMs - record.startedMs);
      live.finished(record);
      for (const observe of observers) observe({ record, endedMs, fault });
    },
    readerStalled({ id }) {
      log("warn", "reader_stalled", { id });
      metrics.readerStalled();
    },
  };
}

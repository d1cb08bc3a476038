import { zValidator } from "@hono/zod-validator";
import { type Context, Hono } from "hono";
import { cors } from "hono/cors";
import { matchedRoutes } from "hono/route";
import type { SpeechError } from "../src/errors.ts";
import type { Admission } from "./admission.ts";
import { boundedJson } from "./body.ts";
import { cloneRoute } from "./clone.ts";
import type { Config } from "./config.ts";
import { docs } from "./docs.ts";
import type { Drain } from "./drain.ts";
import { errorResponse, HttpError, isServerFault, toSpeechError } from "./errors.ts";
import { health, ready } from "./health.ts";
import { refuseInvalid } from "./issues.ts";
import { requireKey } from "./keys.ts";
import { type AccessRecord, type Log, writeAccess } from "./log.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import { normalize } from "./normalize.ts";
import { causeText, type Observer } from "./observer.ts";
import { openapi } from "./openapi.ts";
import { normalizeBody, speechBody } from "./schemas.ts";
import { speak } from "./speech.ts";
import { type Catalogue, listAudioModels, listModels, listSpeakers, listVoices } from "./voices.ts";
import { beginTrace } from "./trace.ts";
import { createWatchdog, type Watchdog } from "./watchdog.ts";

const MAX_BODY_BYTES = 2 * 1024 * 1024;
/** A request id of a client is taken when it can't break a log line. */
const SANE_ID = /^[\w.:-]{1,128}$/;
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
  /** Writes the access line of a request, and the cause of a fault that was the server's own. */
  finished(record: AccessRecord, fault?: unknown): void;
  /** Counts and logs a reader of a whole file that was cut, long after its access line. */
  readerStalled(record: AccessRecord): void;
}

export interface Env {
  /** What Bun.serve hands to `fetch` beside the request; absent in `app.request()`. */
  Bindings: {
    timeout?(request: Request, seconds: number): void;
    requestIP?(request: Request): { readonly address: string; readonly port: number } | null;
  };
  Variables: {
    record: AccessRecord;
    /** Which of the API keys the client showed, by its place; absent where none is asked for. */
    key?: string;
  };
}

/** All routes of the server. */
export function createApp(services: Services): Hono<Env> {
  const { config, catalogue, log, now } = services;
  const metrics = createMetrics({ engines: catalogue.engines, admission: services.admission });
  const engineMs = config.REQUEST_TIMEOUT_S * 1000 + GRACE_MS;
  const limitsMs = {
    engine: engineMs,
    encoder: engineMs,
    reader: config.CLIENT_STALL_TIMEOUT_S * 1000 + GRACE_MS,
  };
  const deps: Deps = {
    watchdog: createWatchdog({ limitsMs, log, freed: metrics.stuck, now }),
    ...services,
    metrics,
    finished(record, fault) {
      if (fault !== undefined) log("error", "fault", { id: record.id, cause: causeText(fault) });
      const endedMs = now();
      writeAccess(log, record, endedMs);
      metrics.finished(record, endedMs - record.startedMs);
      for (const observe of services.observers ?? []) observe({ record, endedMs, fault });
    },
    readerStalled({ id }) {
      log("warn", "reader_stalled", { id });
      metrics.readerStalled();
    },
  };
  const traces = config.OTEL_EXPORTER_OTLP_ENDPOINT !== "";
  const app = new Hono<Env>();

  app.use(async (c, next) => {
    const given = c.req.header("x-request-id") ?? "";
    const record: AccessRecord = {
      id: SANE_ID.test(given) ? given : crypto.randomUUID(),
      method: c.req.method,
      startedMs: now(),
      route: ownRoute(c),
      status: 200,
      outcome: "ok",
      streaming: false,
    };
    const trace = beginTrace(c.req.header("traceparent"), traces);
    if (trace !== null) record.trace = trace;
    c.set("record", record);
    c.header("x-request-id", record.id);
    await next();
    record.status = c.res.status;
    const isFault = c.error !== undefined && isServerFault(c.error);
    if (!record.streaming) deps.finished(record, isFault ? c.error : undefined);
  });
  if (config.CORS_ORIGINS.length > 0) {
    const origin = config.CORS_ORIGINS.includes("*") ? "*" : [...config.CORS_ORIGINS];
    app.use(cors({ origin, exposeHeaders: ["x-request-id", "retry-after"] }));
  }
  if (config.API_KEYS.length > 0) app.use("/v1/*", requireKey(config.API_KEYS));

  const json = boundedJson({
    maxBytes: MAX_BODY_BYTES,
    silenceMs: config.REQUEST_TIMEOUT_S * 1000,
  });
  app.post("/v1/audio/speech", json, zValidator("json", speechBody, refuseInvalid), (c) =>
    speak(c, { body: c.req.valid("json") }, deps),
  );
  app.post("/v1/audio/vc", cloneRoute(deps));
  app.post("/v1/audio/normalize", json, zValidator("json", normalizeBody, refuseInvalid), (c) =>
    normalize(c, c.req.valid("json"), deps),
  );
  app.get("/v1/audio/voices", (c) => c.json(listVoices(catalogue)));
  app.get("/v1/audio/speaker", (c) => c.json(listSpeakers(catalogue)));
  app.get("/v1/audio/models", (c) => c.json(listAudioModels(catalogue)));
  app.get("/v1/models", (c) => c.json(listModels(catalogue)));
  app.get("/health", health);
  app.get("/ready", (c) => ready(c, deps));
  app.get("/metrics", async (c) =>
    c.body(await metrics.text(), 200, { "Content-Type": metrics.contentType }),
  );
  app.get("/openapi.json", (c) => c.json(openapi()));
  app.get("/docs", (c) => docs(c, deps));
  refuseOtherMethods(app);

  app.notFound((c) => {
    throw new HttpError("not_found", `there is no ${c.req.method} ${c.req.path} here`);
  });
  app.onError((error, c) => {
    const record = c.get("record");
    const failure = error instanceof HttpError ? null : toSpeechError(error);
    record.error = failure?.code ?? (error instanceof HttpError ? error.reason : "internal");
    record.outcome = outcomeOf(failure, error);
    return errorResponse(c, error);
  });
  return app;
}

/** The route as the server names it, never the client's own words: there are only so many. */
function ownRoute(c: Context<Env>): string {
  const route = matchedRoutes(c).at(-1)?.path ?? "*";
  return route.includes("*") ? "unknown" : route;
}

function outcomeOf(failure: SpeechError | null, error: unknown): AccessRecord["outcome"] {
  if (failure?.code === "aborted") return "left";
  return isServerFault(error) ? "error" : "refused";
}

/** A known path with another method is 405 and names the methods that it has (Hono itself would say 404). */
function refuseOtherMethods(app: Hono<Env>): void {
  const methods = new Map<string, Set<string>>();
  for (const { path, method } of app.routes) {
    if (method === "ALL") continue;
    methods.set(path, (methods.get(path) ?? new Set()).add(method));
  }
  for (const [path, known] of methods) {
    const allow = [...known, ...(known.has("GET") ? ["HEAD"] : []), "OPTIONS"].join(", ");
    app.all(path, (c) => {
      if (c.req.method === "OPTIONS") return c.body(null, 204, { Allow: allow });
      throw new HttpError(
        "wrong_method",
        `${c.req.method} is not allowed on ${path}; it takes ${allow}`,
        {
          Allow: allow,
        },
      );
    });
  }
}

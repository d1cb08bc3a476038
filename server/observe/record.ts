import type { Context, MiddlewareHandler } from "hono";
import { matchedRoutes } from "hono/route";
import type { Deps, Env } from "../deps.ts";
import { isServerFault } from "../errors.ts";
import type { AccessRecord } from "./log.ts";
import { beginTrace } from "./trace.ts";

/** A request id of a client is taken when it can't break a log line. */
const SANE_ID = /^[\w.:-]{1,128}$/;

/** Opens the record of each request, and closes it unless a body is still being sent: its end does so then. */
export function recorded({ config, now, finished }: Deps): MiddlewareHandler<Env> {
  const traces = config.OTEL_EXPORTER_OTLP_ENDPOINT !== "";
  return async (c, next) => {
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
    if (!record.streaming) finished(record, isFault ? c.error : undefined);
  };
}

/** The route as the server names it, never the client's own words: there are only so many. */
function ownRoute(c: Context<Env>): string {
  const route = matchedRoutes(c).at(-1)?.path ?? "*";
  return route.includes("*") ? "unknown" : route;
}

import type { Context, MiddlewareHandler } from "hono";
import { matchedRoutes } from "hono/route";
import type { Deps } from "../deps.ts";
import type { Env } from "../env.ts";
import { errorResponse, HttpError, isServerFault, toSpeechError } from "../errors.ts";
import type { AccessRecord } from "../observe/record.ts";
import { beginTrace } from "../observe/trace.ts";
import { toTemplate } from "./template.ts";

/** Matches client request ids that are safe to log. */
const SAFE_ID = /^[\w.:-]{1,128}$/;

/**
 * Returns middleware that creates the access record of each request as the context variable `record`. The middleware
 * reports the record after the handler, except if a body is being streamed: then the stream reports it at its end.
 */
export function recorded({ config, now, finished }: Deps): MiddlewareHandler<Env> {
  const isExported = config.OTEL_EXPORTER_OTLP_ENDPOINT !== "";
  return async (c, next) => {
    const clientId = c.req.header("x-request-id") ?? "";
    const trace = beginTrace(c.req.header("traceparent"), isExported);
    const record: AccessRecord = {
      id: SAFE_ID.test(clientId) ? clientId : crypto.randomUUID(),
      method: c.req.method,
      startedMs: now(),
      route: knownRoute(c),
      face: "http",
      ...(trace === null ? {} : { trace }),
      status: 200,
      outcome: "ok",
      streaming: false,
    };
    c.set("record", record);
    c.header("x-request-id", record.id);
    await next();
    record.status = c.res.status;
    const isFault = c.error !== undefined && isServerFault(c.error);
    if (!record.streaming) finished(record, isFault ? c.error : undefined);
  };
}

/** Responds with an error and records it. */
export function failed(error: unknown, c: Context<Env>): Response {
  const record = c.get("record");
  record.error = error instanceof HttpError ? error.reason : toSpeechError(error).code;
  const refusal = isServerFault(error) ? "error" : "refused";
  record.outcome = record.error === "aborted" ? "left" : refusal;
  return errorResponse(c, error, record.id);
}

/** Returns the pattern of the matched route. The client's path must not become a label, as labels must be bounded. */
function knownRoute(c: Context<Env>): string {
  const route = matchedRoutes(c).at(-1)?.path ?? "*";
  return route.includes("*") ? "unknown" : toTemplate(route);
}

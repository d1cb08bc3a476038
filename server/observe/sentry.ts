import { connectionReason } from "../../src/connection.ts";
import { expected } from "../../src/message.ts";
import { REDACTED } from "../../src/redact.ts";
import type { Log } from "./log.ts";
import { causeText } from "./cause.ts";
import type { Ended, Reporter } from "./observer.ts";
import { lastReports, postReport } from "./post.ts";

interface SentryOptions {
  /** `https://KEY@HOST/PROJECT` */
  readonly dsn: string;
  readonly log: Log;
  /** Redacts keys and passwords. */
  readonly redact: (text: string) => string;
  readonly now: () => number;
}

/** Maximum reports per minute. While a backend is down, every request fails with the same message. */
const MAX_PER_MINUTE = 20;

/**
 * Reports each server fault as an event of Sentry's envelope protocol
 * (https://develop.sentry.dev/sdk/data-model/envelopes/). An event contains the request id, but never the text. Throws
 * an Error if the DSN is invalid.
 *
 * @example
 * const { observe, close } = openSentry({ dsn: "https://KEY@HOST/1", log, redact, now });
 */
export function openSentry({ dsn, log, redact, now }: SentryOptions): Reporter {
  const { url, key } = parseDsn(dsn);
  const sending = new Set<Promise<void>>();
  const posts = new AbortController();
  let windowStartMs = -Infinity;
  let sent = 0;

  async function post(ended: Ended): Promise<void> {
    try {
      const headers = {
        "content-type": "application/x-sentry-envelope",
        "x-sentry-auth": `Sentry sentry_version=7, sentry_client=utter/1, sentry_key=${key}`,
      };
      await postReport(url, { headers, body: envelope(ended, redact) }, posts.signal);
    } catch (error) {
      log("warn", "report_dropped", { id: ended.record.id, reason: connectionReason(error) });
    }
  }

  return {
    observe(ended) {
      if (ended.fault === undefined) return;
      if (now() - windowStartMs > 60_000) {
        windowStartMs = now();
        sent = 0;
      }
      sent += 1;
      if (sent > MAX_PER_MINUTE) return;
      const work = post(ended).finally(() => sending.delete(work));
      sending.add(work);
    },
    close: () => lastReports(Promise.all(sending), posts),
  };
}

/** Parses a Sentry DSN into the envelope URL and the key. Error messages hide the DSN because it contains a key. */
function parseDsn(dsn: string): { readonly url: string; readonly key: string } {
  const parsed = URL.canParse(dsn) ? new URL(dsn) : null;
  const [, path, project] = /^(.*)\/(\d+)$/.exec(parsed?.pathname ?? "") ?? [];
  if (parsed === null || parsed.username === "" || project === undefined)
    throw new Error(expected("SENTRY_DSN", "https://KEY@HOST/PROJECT", REDACTED));
  return {
    url: `${parsed.protocol}//${parsed.host}${path}/api/${project}/envelope/`,
    key: parsed.username,
  };
}

function envelope({ record, fault }: Ended, redact: (text: string) => string): string {
  const id = crypto.randomUUID().replaceAll("-", "");
  const event = {
    event_id: id,
    timestamp: Date.now() / 1000,
    platform: "javascript",
    level: "error",
    logger: "utter",
    transaction: `${record.method} ${record.route}`,
    exception: {
      values: [{ type: record.error ?? "internal", value: redact(causeText(fault)) }],
    },
    tags: {
      request_id: record.id,
      engine: record.speech?.engine,
      outcome: record.outcome,
      status: String(record.status),
    },
    ...(record.trace === undefined
      ? {}
      : { contexts: { trace: { trace_id: record.trace.traceId, span_id: record.trace.spanId } } }),
  };
  const lines = [{ event_id: id, sent_at: new Date().toISOString() }, { type: "event" }, event];
  return `${lines.map((line) => JSON.stringify(line)).join("\n")}\n`;
}

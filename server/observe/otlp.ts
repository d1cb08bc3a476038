import { connectionReason } from "../../src/connection.ts";
import type { Log } from "./log.ts";
import type { Reporter } from "./observer.ts";
import { lastReports, postReport } from "./post.ts";
import { type OtlpSpan, spansOf } from "./spans.ts";

interface OtlpOptions {
  /** Base URL of an OTLP/HTTP collector; /v1/traces is appended. */
  readonly endpoint: string;
  readonly log: Log;
  readonly now: () => number;
}

const FLUSH_EVERY_MS = 1000;
/** Maximum spans per post. */
const MAX_POST_SPANS = 512;
/** Maximum spans that wait while the collector is slow or down. Further spans are dropped. */
const MAX_WAITING_SPANS = 4096;

/**
 * Sends the spans of each speech request to a collector as JSON. A post starts within a second after the request has
 * ended, unless an earlier post is still running. Spans that the collector rejects or does not accept in time are
 * dropped, and the loss is logged. Requests never wait for a post.
 *
 * @example
 * const { observe, close } = openOtlp({ endpoint: "http://localhost:4318", log, now });
 */
export function openOtlp({ endpoint, log, now }: OtlpOptions): Reporter {
  const url = `${endpoint.replace(/\/+$/, "").replace(/\/v1\/traces$/, "")}/v1/traces`;
  let waiting: OtlpSpan[] = [];
  /** Number of dropped spans that are not logged yet. */
  let overflow = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let flushing: Promise<void> | undefined;
  const posts = new AbortController();

  function logDropped(spans: number, reason: string): void {
    if (spans > 0) log("warn", "traces_dropped", { spans, reason });
  }

  async function post(spans: readonly OtlpSpan[]): Promise<void> {
    try {
      const headers = { "content-type": "application/json" };
      const body = JSON.stringify(exportRequest(spans));
      await postReport(url, { headers, body }, posts.signal);
    } catch (error) {
      logDropped(spans.length, connectionReason(error));
    }
  }

  async function flush(): Promise<void> {
    while (waiting.length > 0) {
      logDropped(overflow, `${MAX_WAITING_SPANS} spans wait already`);
      overflow = 0;
      const spans = waiting.slice(0, MAX_POST_SPANS);
      waiting = waiting.slice(MAX_POST_SPANS);
      await post(spans);
    }
  }

  /** Starts a flush, or returns the running flush, which also sends spans that arrive while it runs. */
  function startFlush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    flushing ??= flush().finally(() => {
      flushing = undefined;
    });
    return flushing;
  }

  return {
    observe(ended) {
      const { trace, speech } = ended.record;
      if (trace === undefined || speech?.stages === undefined || !trace.sampled) return;
      const spans = spansOf(ended, trace, Date.now() - now());
      if (waiting.length + spans.length > MAX_WAITING_SPANS) overflow += spans.length;
      else waiting.push(...spans);
      timer ??= setTimeout(() => void startFlush(), FLUSH_EVERY_MS);
      timer.unref();
    },
    close: () => lastReports(startFlush(), posts),
  };
}

function exportRequest(spans: readonly OtlpSpan[]) {
  const service = { key: "service.name", value: { stringValue: "utter" } };
  return {
    resourceSpans: [
      {
        resource: { attributes: [service] },
        scopeSpans: [{ scope: { name: "utter" }, spans }],
      },
    ],
  };
}

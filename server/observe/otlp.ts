import { messageOf } from "../../src/message.ts";
import type { Log } from "./log.ts";
import type { Reporter } from "./observer.ts";
import { lastReports, postReport } from "./post.ts";
import { type OtlpSpan, spansOf } from "./spans.ts";

interface OtlpOptions {
  /** Base URL of a collector that speaks OTLP over HTTP; /v1/traces is put behind it. */
  readonly endpoint: string;
  readonly log: Log;
  readonly now: () => number;
}

const FLUSH_EVERY_MS = 1000;
/** Spans of a post, and spans that may wait while the collector is slow or away. */
const POST_SPANS = 512;
const MAX_WAITING = 4096;

/**
 * Sends the spans of each speech request to a collector, as JSON, a second after it has ended at the latest. What the
 * collector does not take in time is dropped and logged: a request never waits for it.
 */
export function openOtlp({ endpoint, log, now }: OtlpOptions): Reporter {
  const url = `${endpoint.replace(/\/+$/, "").replace(/\/v1\/traces$/, "")}/v1/traces`;
  let waiting: OtlpSpan[] = [];
  /** Spans that found no place any more, and are not logged yet. */
  let overflow = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let flushing: Promise<void> | undefined;
  const posts = new AbortController();

  function dropped(spans: number, reason: string): void {
    if (spans > 0) log("warn", "traces_dropped", { spans, reason });
  }

  async function post(spans: readonly OtlpSpan[]): Promise<void> {
    try {
      const headers = { "content-type": "application/json" };
      const body = JSON.stringify(exportRequest(spans));
      await postReport(url, { headers, body }, posts.signal);
    } catch (error) {
      dropped(spans.length, messageOf(error));
    }
  }

  async function flush(): Promise<void> {
    while (waiting.length > 0) {
      dropped(overflow, `${MAX_WAITING} spans wait already`);
      overflow = 0;
      const spans = waiting.slice(0, POST_SPANS);
      waiting = waiting.slice(POST_SPANS);
      await post(spans);
    }
  }

  /** One at a time: what comes while it runs, it sends as well. */
  function begin(): Promise<void> {
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
      if (waiting.length + spans.length > MAX_WAITING) overflow += spans.length;
      else waiting.push(...spans);
      timer ??= setTimeout(() => void begin(), FLUSH_EVERY_MS);
      timer.unref();
    },
    close: () => lastReports(begin(), posts),
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
